import Foundation
import Subprocess
import TestSupport
#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A real browser without a window, driven over a pipe in its own protocol (Chrome DevTools).
enum Chromium {
    /// Where one is installed, if one is.
    static let path: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        return names.flatMap { name in folders.map { "\($0)/\(name)" } }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Starts a browser, hands a page of it to `body`, and ends it.
    static func withPage(_ body: (BrowserPage) async throws -> Void) async throws {
        guard let path else { return }
        let profile = try TemporaryFolder()
        // The browser speaks on descriptors 3 and 4. Its sandbox asks for rights that containers lack; it opens nothing but our own page.
        // Scrollbars take no room, as on a phone.
        let line = #"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#
        let options = [
            "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
            "--user-data-dir=\(profile.path("profile"))",
        ]
        let configuration = Configuration(
            executable: .name("sh"), arguments: Arguments(["-c", line, path] + options), environment: .inherit,
            workingDirectory: FilePath(profile.url.path(percentEncoded: false)))
        _ = try await Subprocess.run(configuration, input: .inputWriter, output: .sequence, error: .discarded) { execution in
            let page = BrowserPage(writer: execution.standardInputWriter, messages: execution.standardOutput.makeAsyncIterator())
            try await page.attach()
            try await body(page)
            try await page.closeBrowser()
        }
    }
}

/// A page of a browser. Commands are sent one at a time; what the browser tells meanwhile is kept.
final class BrowserPage {
    /// Something that happened, as the browser told it.
    struct Event {
        var method: String
        var parameters: [String: Any]
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let writer: StandardInputWriter
    private var messages: SubprocessOutputSequence.AsyncIterator
    private var unread: [UInt8] = []
    private var session: String?
    private var lastCommand = 0
    private(set) var events: [Event] = []

    init(writer: StandardInputWriter, messages: SubprocessOutputSequence.AsyncIterator) {
        self.writer = writer
        self.messages = messages
    }

    func attach() async throws {
        let target = try await send("Target.createTarget", ["url": "about:blank"])
        session = try await send("Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])["sessionId"] as? String
        for domain in ["Page", "Runtime", "Log", "Network", "Accessibility"] { try await send("\(domain).enable") }
    }

    func closeBrowser() async throws {
        session = nil
        try await send("Browser.close")
    }

    /// Sends a command and waits for its answer.
    @discardableResult
    func send(_ method: String, _ parameters: [String: Any] = [:]) async throws -> [String: Any] {
        lastCommand += 1
        var command: [String: Any] = ["id": lastCommand, "method": method, "params": parameters]
        command["sessionId"] = session
        _ = try await writer.write(Array(try JSONSerialization.data(withJSONObject: command)) + [0])
        while true {
            let message = try await nextMessage()
            guard message["id"] as? Int == lastCommand else { continue }
            if let error = message["error"] { throw Failure(description: "\(method): \(error)") }
            return message["result"] as? [String: Any] ?? [:]
        }
    }

    /// Waits until something has happened since `start`, a number of events.
    func wait(for method: String, since start: Int) async throws {
        while !events.dropFirst(start).contains(where: { $0.method == method }) { _ = try await nextMessage() }
    }

    private func nextMessage() async throws -> [String: Any] {
        while true {
            if let end = unread.firstIndex(of: 0) {
                let object = try JSONSerialization.jsonObject(with: Data(unread[..<end]))
                unread.removeSubrange(...end)
                guard let message = object as? [String: Any] else { throw Failure(description: "not an object: \(object)") }
                if let method = message["method"] as? String {
                    events.append(Event(method: method, parameters: message["params"] as? [String: Any] ?? [:]))
                }
                return message
            }
            guard let buffer = try await messages.next() else { throw Failure(description: "the browser has ended") }
            buffer.withUnsafeBytes { unread += $0 }
        }
    }
}

// MARK: - What a reader does

extension BrowserPage {
    /// Opens a file, and gives the page time to ask for more if it wants to.
    func open(_ file: URL) async throws {
        let start = events.count
        try await send("Page.navigate", ["url": file.absoluteString])
        try await wait(for: "Page.loadEventFired", since: start)
        try await send("Runtime.evaluate", ["expression": "new Promise((done) => setTimeout(done, 300))", "awaitPromise": true])
    }

    func setWindow(width: Int, height: Int = 900, colours: String = "light") async throws {
        try await send("Emulation.setDeviceMetricsOverride", ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
        try await send("Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": colours]]])
    }

    func evaluate(_ expression: String) async throws {
        try await send("Runtime.evaluate", ["expression": expression])
    }

    /// The value of an expression in the page.
    func value<Value>(_ expression: String, as type: Value.Type = Value.self) async throws -> Value {
        let answer = try await send("Runtime.evaluate", ["expression": expression, "returnByValue": true])
        let result = answer["result"] as? [String: Any]
        guard let value = result?["value"] as? Value else { throw Failure(description: "\(expression) is \(answer)") }
        return value
    }

    /// Clicks with the mouse in the middle of the first element that a selector finds.
    func click(_ selector: String) async throws {
        let middle = """
            (() => { const e = document.querySelector(\(literal(selector))); e.scrollIntoView({ block: "center", behavior: "instant" });
            const box = e.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()
            """
        let place = try await value(middle, as: [Double].self)
        for type in ["mousePressed", "mouseReleased"] {
            try await send("Input.dispatchMouseEvent", ["type": type, "x": place[0], "y": place[1], "button": "left", "clickCount": 1])
        }
    }

    /// Presses a key, wherever the focus is.
    func press(_ key: String, text: String? = nil) async throws {
        var down: [String: Any] = ["type": text == nil ? "rawKeyDown" : "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": BrowserPage.keyCodes[key] ?? 0]
        down["text"] = text
        try await send("Input.dispatchKeyEvent", down)
        try await send("Input.dispatchKeyEvent", ["type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": BrowserPage.keyCodes[key] ?? 0])
    }

    private static let keyCodes = ["Tab": 9, "Enter": 13, " ": 32, "ArrowRight": 39]

    func type(_ text: String) async throws {
        try await send("Input.insertText", ["text": text])
    }

    private func literal(_ text: String) -> String { "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }

    /// Role and name of every element that a screen reader tells of.
    func spokenElements() async throws -> [(role: String, name: String)] {
        let nodes = try await send("Accessibility.getFullAXTree")["nodes"] as? [[String: Any]] ?? []
        return nodes.filter { $0["ignored"] as? Bool != true }.map { node in
            func text(_ member: String) -> String { (node[member] as? [String: Any])?["value"] as? String ?? "" }
            return (role: text("role"), name: text("name"))
        }
    }
}

// MARK: - What the browser noticed

extension BrowserPage {
    /// What the console would show: messages, uncaught errors, refused resources; dialogues too.
    var complaints: [String] {
        let methods = ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening"]
        return events.filter { methods.contains($0.method) }.map { "\($0.method): \($0.parameters)" }
    }

    /// The addresses that were asked for.
    var requests: [String] {
        events.filter { $0.method == "Network.requestWillBeSent" }.compactMap { ($0.parameters["request"] as? [String: Any])?["url"] as? String }
    }
}
