public import ServiceLifecycle

/// In a service group, FluxGate ends last: list it before the services that make calls, and what they tracked is sent before the process ends.
extension FluxGate: Service {
    /// Waits for the group's graceful shutdown, then sends what is left. Events are delivered whether this runs or not.
    public func run() async throws {
        try? await gracefulShutdown()
        await flush()
    }
}
