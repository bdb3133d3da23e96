import Delivery
import Foundation

/// Where the key comes from: a file, else the environment. Never a flag's value, which every user of the machine can read.
struct APIKeySource {
    static let variable = "FLUXGATE_API_KEY"

    let file: String?
    let messages: Messages

    func key() throws -> APIKey {
        if let file {
            guard let data = FileManager.default.contents(atPath: file) else { throw fault("\(file): error: the key file can't be read") }
            guard let key = APIKey(String(decoding: data, as: UTF8.self)) else { throw fault("\(file): error: the file holds no key; it takes one line") }
            return key
        }
        guard let text = ProcessInfo.processInfo.environment[APIKeySource.variable], !text.isEmpty else {
            throw fault("error: no key; set \(APIKeySource.variable) or name a file with --api-key-file")
        }
        guard let key = APIKey(text) else { throw fault("error: what \(APIKeySource.variable) holds can't be a key") }
        return key
    }

    private func fault(_ text: String) -> any Error {
        messages.error(text)
        return ExitStatus.noKey.exit
    }
}
