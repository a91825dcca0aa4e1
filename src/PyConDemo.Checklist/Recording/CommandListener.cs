using System.Diagnostics;
using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Hears Npgsql's activities, and so every library's commands; and HttpClient's. Registered only while a measurement is under way.</summary>
internal static class CommandListener
{
    private const string Npgsql = "Npgsql";
    private const string Http = "System.Net.Http";
    private const string Property = "PyConDemo.Checklist";
    private static readonly Lock Gate = new();
    private static ActivityListener? _listener;
    private static int _users;

    /// <summary>Listens until the result is disposed (once; further times do nothing).</summary>
    public static IDisposable Listen()
    {
        lock (Gate)
            if (_users++ == 0) ActivitySource.AddActivityListener(_listener = NewListener());
        return new Listening();
    }

    // AllData, not AllDataAndRecorded: a tracer that sampled the request out still exports nothing.
    private static ActivityListener NewListener() => new()
    {
        ShouldListenTo = source => source.Name is Npgsql or Http,
        Sample = (ref _) => CurrentRecorder.Value is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData,
        SampleUsingParentId = (ref _) => CurrentRecorder.Value is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData,
        ActivityStarted = Started,
        ActivityStopped = Stopped,
    };

    // Kept on the activity: with multiplexing the enrichment runs in another context than the command's.
    private static void Started(Activity activity)
    {
        if (CurrentRecorder.Value is not { } recorder) return;
        if (activity.Source.Name == Http) activity.SetCustomProperty(Property, new OutboundCallTrace(recorder));
        // Opening a physical connection is an activity too, but no command.
        else if (!activity.OperationName.StartsWith("CONNECT ", StringComparison.Ordinal))
            activity.SetCustomProperty(Property, new CommandTrace(recorder));
    }

    private static void Stopped(Activity activity)
    {
        var trace = activity.GetCustomProperty(Property);
        if (trace is CommandTrace command) FailSafe.Run((command, activity), static x => x.command.Stop(x.activity, CurrentRecorder.Value));
        else if (trace is OutboundCallTrace call) call.Stop(activity);
    }

    public static void Enrich(Activity activity, NpgsqlCommand command, MonitoringConnections observer)
    {
        if (activity.GetCustomProperty(Property) is CommandTrace trace)
        {
            FailSafe.Run((trace, activity, command, observer), static x => x.trace.Capture(x.activity, x.command,
                [SentStatement.Create(x.command.CommandText, x.command.CommandType, x.command.Parameters, x.observer)]));
        }
    }

    public static void Enrich(Activity activity, NpgsqlBatch batch, MonitoringConnections observer)
    {
        if (activity.GetCustomProperty(Property) is CommandTrace trace)
        {
            FailSafe.Run((trace, activity, batch, observer), static x => x.trace.Capture(x.activity, x.batch,
                [.. ((IList<NpgsqlBatchCommand>)x.batch.BatchCommands).Select(c => SentStatement.Create(c.CommandText, c.CommandType, c.Parameters, x.observer))]));
        }
    }

    private sealed class Listening : IDisposable
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
