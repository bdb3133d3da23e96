import ArgumentParser
import FluxGateCommands

@main
struct FluxGate {
    static func main() async {
        await FluxGateCommand.main()
    }
}
