namespace PyConDemo.Checklist.Recording;

/// <summary>Listens to the activities of Npgsql and of HttpClient, but only while a measurement runs.</summary>
internal static class CommandListener
{
    private const string Npgsql = "Npgsql";
    private const string Http = "System.Net.Http";
    private const string Property = "PyConDemo.Checklist";
    private static readonly Lock Gate = new();
    private static ActivityListener? _listener;
    private static int _users;

    /// <summary>Listens until the result is disposed. Disposing it again does nothing.</summary>
    public static IDisposable Listen()
    {
        lock (Gate)
            if (_users++ == 0) ActivitySource.AddActivityListener(_listener = CreateListener());
        return new Registration();
    }

    /// <summary>Captures the statements of a command that is about to be sent.</summary>
    public static void Enrich(Activity activity, object command, MonitoringConnections connections)
    {
        if (activity.GetCustomProperty(Property) is not CommandTrace trace) return;
        FailSafe.Run((trace, activity, command, connections), static x =>
            x.trace.Capture(x.activity, x.command, SentStatement.CreateAll(x.command, x.connections)));
    }

    private static ActivityListener CreateListener() => new()
    {
        ShouldListenTo = source => source.Name is Npgsql or Http,
        Sample = (ref _) => Sample(),
        SampleUsingParentId = (ref _) => Sample(),
        ActivityStarted = OnStarted,
        ActivityStopped = OnStopped,
    };

    // AllData, not AllDataAndRecorded: a tracer that does not sample the request still exports nothing.
    private static ActivitySamplingResult Sample()
        => Recorder.Current.Value is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData;

    // Stored on the activity, because with multiplexing the enrichment runs in another context than the command.
    private static void OnStarted(Activity activity)
    {
        if (Recorder.Current.Value is not { } recorder) return;
        if (activity.Source.Name == Http) activity.SetCustomProperty(Property, recorder);
        else if (!activity.OperationName.StartsWith("CONNECT ", StringComparison.Ordinal)) // opening is not a command
            activity.SetCustomProperty(Property, new CommandTrace(recorder));
    }

    private static void OnStopped(Activity activity)
    {
        var property = activity.GetCustomProperty(Property);
        if (property is CommandTrace command)
            FailSafe.Run((command, activity), static x => x.command.Stop(x.activity, Recorder.Current.Value));
        else if (property is Recorder recorder)
            recorder.AddOutboundCall(activity.GetTagItem("server.address") as string ?? "unknown", activity.Duration);
    }

    private sealed class Registration : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
            lock (Gate)
                if (--_users == 0) _listener!.Dispose();
        }
    }
}
