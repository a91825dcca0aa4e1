using System.Diagnostics;
using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Hears Npgsql's activities, and so every library's commands. Registered only while an exam is under way.</summary>
internal static class CommandListener
{
    private const string Property = "PyConDemo.Checklist.Command";
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
        ShouldListenTo = source => source.Name == "Npgsql",
        Sample = (ref _) => Exam.Current is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData,
        SampleUsingParentId = (ref _) => Exam.Current is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData,
        ActivityStarted = Started,
        ActivityStopped = activity => (activity.GetCustomProperty(Property) as CommandTrace)?.Stop(activity, Exam.Current),
    };

    private static void Started(Activity activity)
    {
        // Opening a physical connection is an activity too, but no command.
        if (Exam.Current is not { } recorder || activity.OperationName.StartsWith("CONNECT ", StringComparison.Ordinal)) return;
        // Kept on the activity: with multiplexing the enrichment runs in another context than the command's.
        activity.SetCustomProperty(Property, new CommandTrace(recorder));
    }

    public static void Enrich(Activity activity, NpgsqlCommand command)
        => Guard(activity, static (trace, activity, command) => trace.See(activity, command), command);

    public static void Enrich(Activity activity, NpgsqlBatch batch)
        => Guard(activity, static (trace, activity, batch) => trace.See(activity, batch), batch);

    // Npgsql calls this inside the program's own Execute: an error here, say from a parameter's ToString, must not become the program's.
    private static void Guard<T>(Activity activity, Action<CommandTrace, Activity, T> see, T command)
    {
        if (activity.GetCustomProperty(Property) is not CommandTrace trace) return;
        try
        {
            see(trace, activity, command);
        }
        catch (Exception error)
        {
            Debug.Fail(error.ToString()); // a test of ours should see it; the command just counts as unseen
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
