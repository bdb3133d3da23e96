import ArgumentParser
import Foundation
import Pricing

/// The built-in price book with the overlays of `--prices` on it. A file that can't be read exactly is refused, with its line.
struct PriceBookLoader {
    let messages: Messages

    func book(overlays: [String]) throws -> PriceBook {
        var book: PriceBook
        do throws(PriceFileError) { book = try PriceBook.builtIn() } catch {
            messages.error("internal fault: \(text(of: error))")
            throw ExitStatus.internalFault.exit
        }
        for path in overlays {
            guard let data = FileManager.default.contents(atPath: path) else {
                messages.error("\(path): error: the price file can't be read")
                throw ExitStatus.inputMissing.exit
            }
            do throws(PriceFileError) { try book.add(PriceFileReader.read(Array(data), name: path)) } catch {
                messages.error(text(of: error))
                throw ExitStatus.usage.exit
            }
        }
        return book
    }

    private func text(of error: PriceFileError) -> String {
        "\(error.file):\(error.line): error: \(error.message)"
    }
}
