namespace PyConDemo.Checklist.Recording;

/// <summary>One measurement's commands whose end, or whose rows, are not known yet. Its recorder's lock guards it.</summary>
/// <remarks>
/// A reader belongs to the physical connection. When closing it also returns the connection to the pool (a data source's
/// own commands, Dapper on a closed connection), another task can take both before Npgsql (10.0) stops the activity, and then it
/// stops the other task's. Rare, but at 64 requests at once it does happen: one command seems never to end, the other to
/// end too early, without rows. Both know their rows themselves a little later, and are asked again.
/// </remarks>
internal sealed class UnfinishedCommands
{
    // Open ones are as many as run at once; the limit is for a program that leaves its readers undisposed.
    private const int MaxOpen = 1_000;
    private const int MaxLate = 64;
    private readonly List<CommandTrace> _open = [];
    private List<CommandTrace>? _late;

    public void Add(CommandTrace trace)
    {
        if (_open.Count < MaxOpen) _open.Add(trace);
    }

    public void Remove(CommandTrace trace, bool late)
    {
        _open.Remove(trace);
        if (!late) return;
        if ((_late ??= []).Count == MaxLate) _late.RemoveAt(0);
        _late.Add(trace);
    }

    /// <summary>The command is sent again: what it will know is another execution's.</summary>
    public void Forget(object command)
    {
        for (var i = (_late?.Count ?? 0) - 1; i >= 0; i--)
            if (_late![i].IsFor(command)) _late.RemoveAt(i);
    }

    /// <summary>An open command that has all its rows, so its end was overlooked.</summary>
    public (CommandTrace, CommandResult)? FindMissed()
    {
        foreach (var trace in _open)
            if (trace.GetMissedResult() is { } end) return (trace, end);
        return null;
    }

    /// <summary>Nobody will ask again: what the commands hold on to is free.</summary>
    public void Clear()
    {
        _open.Clear();
        _late = null;
    }

    public IEnumerable<CommandResult> TakeLateRows() => _late is null ? [] : TakeLateRows(_late);

    private static IEnumerable<CommandResult> TakeLateRows(List<CommandTrace> late)
    {
        for (var i = late.Count - 1; i >= 0; i--)
        {
            if (late[i].GetMissedResult() is not { } end) continue;
            late.RemoveAt(i);
            yield return end;
        }
    }
}
