import ByteStreams

/// Opens inputs in order, a few of them early: compressed ones are inflated ahead on threads of their own, several at once.
struct InputOpener {
    private let paths: [String]
    private let plan: ReplayPlan
    private let keepsCopies: Bool
    private var early: [Int: Result<InputReader, ReadFault>] = [:]
    private var next = 0

    init(paths: [String], plan: ReplayPlan, keepsCopies: Bool) {
        self.paths = paths
        self.plan = plan
        self.keepsCopies = keepsCopies
    }

    /// The input of that number; numbers ascend from call to call.
    mutating func open(_ index: Int) throws(ReadFault) -> InputReader {
        // As many ahead as there are threads, and none where one thread does it all. Opening may wait for the writer of a pipe, which is
        // no reason to let the input before it wait.
        while next <= index || next < index + plan.jobs, next < paths.count, next <= index || BlockReader.opensAtOnce(paths[next]) {
            early[next] = open(path: paths[next], next)
            next += 1
        }
        return try early.removeValue(forKey: index)!.get()
    }

    private func open(path: String, _ index: Int) -> Result<InputReader, ReadFault> {
        do throws(ReadFault) {
            return .success(try InputReader(path: path, index: index, plan: plan, keepsCopy: keepsCopies))
        } catch {
            return .failure(error)
        }
    }
}
