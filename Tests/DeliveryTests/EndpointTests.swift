import Testing

@testable import Delivery

@Suite struct EndpointTests {
    @Test(arguments: [
        IngestEndpoint.published, "HTTPS://example.org/x", "http://localhost:8080/api", "http://127.0.0.1/", "http://127.9.9.9:1/", "http://[::1]:80/x",
    ])
    func theseMayBeSentTo(_ url: String) throws {
        #expect(try IngestEndpoint(url).url == url)
    }

    @Test(arguments: [
        ("http://fluxgate.app/api/events", IngestEndpointFault.notEncrypted), ("http://127.0.0.1.example.org/", .notEncrypted),
        ("http://localhost.example.org/", .notEncrypted), ("http://10.0.0.1/", .notEncrypted), ("http://0.0.0.0/", .notEncrypted),
        ("https://user:word@example.org/", .holdsCredentials), ("https://user@example.org/", .holdsCredentials), ("ftp://localhost/", .notAnAddress),
        ("fluxgate.app", .notAnAddress), ("https://", .notAnAddress), ("", .notAnAddress),
    ])
    func theseMayNot(_ url: String, _ fault: IngestEndpointFault) {
        #expect(throws: fault) { try IngestEndpoint(url) }
    }

    @Test func plainHTTPToOthersHasToBeAllowed() throws {
        #expect(try IngestEndpoint("http://10.0.0.1/", allowsPlainHTTP: true).url == "http://10.0.0.1/")
    }

    @Test func aKeyIsNeverPrinted() throws {
        let key = try #require(APIKey(" sk-secret\r\n"))
        #expect(key.secret == "sk-secret")
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] { #expect(!text.contains("secret")) }
        #expect(String(decoding: key.hidden(in: Array("Bearer sk-secret, sk-secret".utf8)), as: UTF8.self) == "Bearer …, …")
    }

    @Test(arguments: ["", " \n", "two words", "line\r\nX-Header: 1", "schlüssel"]) func whatIsNoKeyIsNone(_ text: String) {
        #expect(APIKey(text) == nil)
    }
}
