namespace PyConDemo.Api.FailureDemos;

/// <summary>Switches the bulkhead on, which contains the failure of an overloaded lane.</summary>
public sealed class BulkheadDemo(Bulkhead bulkhead, DemoSettings settings, TimeProvider clock) : FailureDemo(clock)
{
    private readonly DateTime _programStart = clock.GetUtcNow().UtcDateTime;

    // The setting keeps it on, whatever the lease of this demo does.
    public override FailureDemoState State => settings.Bulkhead ? OnBySetting : base.State;

    private FailureDemoState OnBySetting => Description with
    {
        Says = $"{Description.Says} The setting Demo__Bulkhead keeps it on.",
        Running = true,
        Since = _programStart,
    };

    protected override FailureDemoState Description { get; } = new(
        "bulkhead", "hot-aggregations", "A bulkhead around each lane",
        "Each lane may run only a few requests at once. The others get 503 after a second at most, so an overloaded "
            + "lane leaves connections to all other routes.",
        Running: false, Since: null);

    protected override Task SetUpAsync(CancellationToken cancellationToken)
    {
        bulkhead.Switch(on: true);
        return Task.CompletedTask;
    }

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bulkhead.Switch(on: false);
    }
}
