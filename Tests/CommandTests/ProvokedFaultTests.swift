import Foundation
import TestSupport
import Testing
import TrafficModel

/// `fixtures/errors/` holds an input that provokes each reject and each diagnostic; the report counts it and says where.
@Suite struct ProvokedFaultTests {
    /// Nothing provokes these on the command line: lines up to 512 MiB are read, and records of one id are not compared yet.
    private static let unprovoked: Set<String> = [RejectReason.tooLong.rawValue, Diagnostic.Name.duplicateDiffers.rawValue]

    @Test func eachHasAnInput() {
        let known = Set(RejectReason.allCases.map(\.rawValue) + Diagnostic.Name.allCases.map(\.rawValue))
        #expect(Set(Repository.names(in: Repository.url("fixtures/errors"))) == known.subtracting([Diagnostic.Name.duplicateDiffers.rawValue]))
    }

    /// The fault stands on the second line of its file, behind a sound record; a picture is no log from its first line on.
    @Test(arguments: RejectReason.allCases.filter { !unprovoked.contains($0.rawValue) })
    func rejectsAreCountedAndPlaced(_ reason: RejectReason) async throws {
        let folder = try TemporaryFolder()
        let (report, file) = try await report(on: reason.rawValue, ["--rejects", folder.path("rejects.jsonl")])
        #expect(report.inputs.rejects == [.init(reason: reason.rawValue, count: 1)])
        #expect(report.inputs.balance)

        struct Line: Decodable, Equatable {
            var file: String
            var line, offset: Int
            var reason: String
        }
        let text = try Data(contentsOf: Repository.url("fixtures/errors/\(reason.rawValue)/\(file)"))
        let rejects = try folder.text("rejects.jsonl").split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        let line = reason == .notALog ? 1 : 2
        let offset = reason == .notALog ? 0 : try #require(text.firstIndex(of: 0x0A)) + 1
        #expect(rejects == [Line(file: file, line: line, offset: offset, reason: reason.rawValue)])
    }

    /// A stream stands where it began, behind a sound one of four lines; a batch's answer behind four lines of requests and another answer.
    @Test(arguments: Diagnostic.Name.allCases.filter { !unprovoked.contains($0.rawValue) })
    func diagnosticsAreCountedAndPlaced(_ name: Diagnostic.Name) async throws {
        let (report, file) = try await report(on: name.rawValue)
        let found = try #require(report.diagnostics.first { $0.name == name.rawValue }, "\(report.diagnostics)")
        #expect(found.count == 1)
        let line = file == "log.jsonl" ? 2 : 5
        // A sum overflows nowhere in the input.
        #expect(found.first == (name == .overflow ? nil : "\(file):\(line)"))
        #expect(report.inputs.balance)
    }

    private func report(on fault: String, _ arguments: [String] = []) async throws -> (report: ReportFacts, file: String) {
        let folder = Repository.url("fixtures/errors/\(fault)")
        let file = try #require(Repository.names(in: folder).first)
        let outcome = try await Fluxgate.run(["report", file, "--format", "json", "--quiet"] + arguments, in: folder)
        return (try ReportFacts(json: outcome.output), file)
    }
}
