import FluxGateCommands

@main
struct FluxGate {
    static func main() async {
        StandardStreams.prepare()
        await Program.main()
    }
}
