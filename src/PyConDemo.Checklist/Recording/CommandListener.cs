using System.Diagnostics.Metrics;

namespace PyConDemo.Checklist.Recording;

/// <summary>Listens to the activities of Npgsql and of HttpClient, and to Npgsql's meter.</summary>
internal static class CommandListener
{
    private const string Npgsql = "Npgsql";
    private const string Http = "System.Net.Http";
    private const string Property = "PyConDemo.Checklist";
    private static readonly LingeringListener Listener = new(() => new Listeners(), TimeProvider.System);

    /// <inheritdoc cref="LingeringListener.Listen"/>
    public static IDisposable Listen() => Listener.Listen();

    /// <summary>Captures the statements of a command that is about to be sent.</summary>
    public static void Enrich(Activity activity, object command, MonitoringConnections connections)
    {
        if (activity.GetCustomProperty(Property) is not CommandTrace trace) return;
        FailSafe.Run((trace, activity, command, connections), static x =>
            x.trace.Capture(x.activity, x.command, SentStatement.CreateAll(x.command, x.connections)));
    }

    /// <summary>The <see cref="CommandTrace"/> of the command that the running code executes, another object in an
    /// outbound call or while a connection is opened, or null.</summary>
    public static object? FindRunning() => Activity.Current?.GetCustomProperty(Property);

    // It is not AllDataAndRecorded: a tracer that does not sample the request still exports nothing.
    private static ActivitySamplingResult Sample()
        => Recorder.Current.Value is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData;

    // The trace is on the activity, because with multiplexing the enrichment runs in another context than the command.
    private static void OnStarted(Activity activity)
    {
        if (Recorder.Current.Value is not { } recorder) return;
        activity.SetCustomProperty(Property, activity.Source.Name == Http
            ? new OtherActivity(recorder, TimeUse.Http)
            : activity.OperationName.StartsWith("CONNECT ", StringComparison.Ordinal)
                ? new OtherActivity(recorder, TimeUse.Connection)
                : new CommandTrace(recorder, activity.OperationName.StartsWith("COPY", StringComparison.Ordinal)));
    }

    private static void OnStopped(Activity activity)
    {
        var property = activity.GetCustomProperty(Property);
        if (property is CommandTrace command) command.Stop(activity, Recorder.Current.Value);
        else if (property is OtherActivity other) other.Stop(activity);
    }

    /// <summary>An outbound call, or the opening of a connection.</summary>
    private sealed class OtherActivity
    {
        private readonly Recorder _recorder;
        private readonly TimeUse _use;

        public OtherActivity(Recorder recorder, TimeUse use)
        {
            (_recorder, _use) = (recorder, use);
            recorder.Times.Begin(use);
        }

        public void Stop(Activity activity)
        {
            _recorder.Times.End(_use);
            if (_use != TimeUse.Http) return;
            var host = activity.GetTagItem("server.address") as string ?? "unknown";
            _recorder.AddOutboundCall(host, activity.Duration);
        }
    }

    private sealed class Listeners : IDisposable
    {
        private readonly MeterListener _connections = ConnectionMeter.Listen();
        private readonly ActivityListener _activities = new()
        {
            ShouldListenTo = source => source.Name is Npgsql or Http,
            Sample = (ref _) => Sample(),
            SampleUsingParentId = (ref _) => Sample(),
            ActivityStarted = static activity => FailSafe.Run(activity, OnStarted),
            ActivityStopped = static activity => FailSafe.Run(activity, OnStopped),
        };

        public Listeners() => ActivitySource.AddActivityListener(_activities);

        public void Dispose()
        {
            _activities.Dispose();
            _connections.Dispose();
        }
    }
}
