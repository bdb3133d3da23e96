import Crypto
import Replay
import StateFiles
import Testing

@testable import Ledger

/// Which of a ledger's inputs the files at hand are.
@Suite struct InputRecognitionTests {
    private func mark(_ path: String, _ number: Int64, _ text: String, modified: Int64 = 1) -> InputMark {
        InputMark(path: path, device: 1, number: number, size: Int64(text.utf8.count), modified: modified)
    }

    private func known(
        _ id: Int64, _ path: String, _ number: Int64, _ text: String, kind: KnownInput.Kind = .lines, isSettled: Bool = true
    ) -> KnownInput {
        var place = ReadingPlace()
        place.offset = text.utf8.count
        return KnownInput(
            id: id, mark: mark(path, number, text), kind: kind, isSettled: isSettled, headLength: text.utf8.count,
            head: Array(SHA256.hash(data: Array(text.utf8))), place: place)
    }

    private func file(_ path: String, _ number: Int64, _ text: String, modified: Int64 = 2, isCompressed: Bool = false) -> InputRecognition.File {
        InputRecognition.File(mark: mark(path, number, text, modified: modified)) { InputHead(bytes: Array(text.utf8), isCompressed: isCompressed) }
    }

    @Test func aFileThatNobodyTouchedIsNotOpened() {
        let untouched = InputRecognition.File(mark: mark("/b", 7, "one\n")) {
            Issue.record("it was opened")
            return nil
        }
        #expect(InputRecognition(of: [untouched], among: [known(1, "/a", 7, "one\n")]).findings == [.unchanged(1)])
    }

    @Test func aFileThatGrewIsKnownByItsBeginning() {
        let found = InputRecognition(of: [file("/a", 1, "one\ntwo\n"), file("/b", 2, "else\n")], among: [known(1, "/a", 1, "one\n")])
        #expect(found.findings == [.grown(1), .new])
    }

    @Test func rotatedFilesAreKnownUnderTheirNewNames() {
        let before = [known(1, "/log", 1, "new\n"), known(2, "/log.1", 2, "older\n"), known(3, "/log.2", 3, "oldest\n")]
        let after = [
            file("/log", 9, "newest\n"), file("/log.1", 1, "new\nlast\n"), file("/log.2", 2, "older\n"),
            file("/log.3.gz", 8, "oldest\n", isCompressed: true),
        ]
        #expect(InputRecognition(of: after, among: before).findings == [.new, .grown(1), .grown(2), .grown(3)])
    }

    @Test func copyAndTruncateLeavesTheOldTextToTheCopy() {
        let found = InputRecognition(of: [file("/log", 1, "new\n"), file("/log.1", 2, "one\n")], among: [known(1, "/log", 1, "one\n")])
        #expect(found.findings == [.new, .grown(1)])
    }

    @Test func aCopyIsAnInputOfItsOwn() {
        let found = InputRecognition(of: [file("/copy", 2, "one\n"), file("/log", 1, "one\ntwo\n")], among: [known(1, "/log", 1, "one\n")])
        #expect(found.findings == [.new, .grown(1)])
    }

    @Test func aShorterFileIsANewOne() {
        #expect(InputRecognition(of: [file("/log", 1, "on")], among: [known(1, "/log", 1, "one\n")]).findings == [.new])
    }

    @Test func aDocumentThatWasWrittenAnewReplacesItself() {
        let found = InputRecognition(of: [file("/d", 2, "[1,2]")], among: [known(1, "/d", 1, "[1]", kind: .document)])
        #expect(found.findings == [.rewritten(1)])
    }

    @Test func whatWasDamagedIsReadAgainThoughNobodyTouchedIt() {
        let damaged = known(1, "/a", 1, "one\n", isSettled: false)
        #expect(InputRecognition(of: [file("/a", 1, "one\n", modified: 1)], among: [damaged]).findings == [.rewritten(1)])
    }

    @Test func aDamagedPieceGivesWayToTheWholeFile() {
        let before = [known(1, "/log.1", 1, "one\ntwo\n"), known(2, "/log.1.gz", 2, "one\n", isSettled: false)]
        let found = InputRecognition(of: [file("/log.1.gz", 2, "one\ntwo\n", isCompressed: true)], among: before)
        #expect(found.findings == [.grown(1)])
        #expect(found.superseded == [2])
    }

    @Test func emptyFilesAreKnownByNameAndForgottenWhenGone() {
        let before = [known(1, "/log", 1, ""), known(2, "/gone", 2, "")]
        let found = InputRecognition(of: [file("/other", 3, "one\n"), file("/log", 1, "one\n")], among: before)
        #expect(found.findings == [.new, .grown(1)])
        #expect(found.superseded == [2])
    }

    @Test func missingFilesAreNothing() {
        #expect(InputRecognition(of: [nil], among: [known(1, "/log", 1, "one\n")]).findings == [nil])
    }
}
