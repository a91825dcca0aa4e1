namespace PyConDemo.Checklist.Recording;

/// <summary>One measurement's commands whose end or whose rows are not known yet. The recorder's lock guards
/// it.</summary>
/// <remarks>A reader belongs to the physical connection. Closing a reader can also return the connection to the pool
/// (for a data source's own commands, and for Dapper on a closed connection). Another task can then take both before
/// Npgsql (10.0) stops the activity, and Npgsql stops the other task's activity instead. This is rare, but it happens
/// with 64 concurrent requests: one command seems never to end, and the other seems to end early, without rows. A
/// little later both commands know their rows, so they are asked again.</remarks>
internal sealed class UnfinishedCommands
{
    // Normally only as many commands are open as run at once. The limit is for a program that does not dispose its
    // readers.
    private const int MaxOpen = 1_000;
    private const int MaxWithoutRows = 64;
    private readonly List<CommandTrace> _open = [];
    private List<CommandTrace>? _withoutRows;

    public void Add(CommandTrace command)
    {
        if (_open.Count < MaxOpen) _open.Add(command);
    }

    /// <summary>The command has ended.</summary>
    /// <param name="command">The command.</param>
    /// <param name="rowsMayFollow">True if it may have ended too early, so that its rows are asked for again.</param>
    public void Remove(CommandTrace command, bool rowsMayFollow)
    {
        _open.Remove(command);
        if (!rowsMayFollow) return;
        if ((_withoutRows ??= []).Count == MaxWithoutRows) _withoutRows.RemoveAt(0);
        _withoutRows.Add(command);
    }

    /// <summary>This command object is sent again, so its rows will be those of another execution.</summary>
    public void Forget(object command)
    {
        for (var i = (_withoutRows?.Count ?? 0) - 1; i >= 0; i--)
            if (_withoutRows![i].IsFor(command)) _withoutRows.RemoveAt(i);
    }

    /// <summary>Finds an open command that already has all its rows, which means that its end was missed.</summary>
    public (CommandTrace, CommandResult)? FindMissed()
    {
        foreach (var command in _open)
            if (command.GetMissedResult() is { } result) return (command, result);
        return null;
    }

    /// <summary>Releases the commands, because the measurement has ended.</summary>
    public void Clear()
    {
        _open.Clear();
        _withoutRows = null;
    }

    /// <summary>Removes and returns the commands that have got their rows since their end.</summary>
    public IEnumerable<CommandResult> TakeLateRows() => _withoutRows is null ? [] : TakeLateRows(_withoutRows);

    private static IEnumerable<CommandResult> TakeLateRows(List<CommandTrace> commands)
    {
        for (var i = commands.Count - 1; i >= 0; i--)
        {
            if (commands[i].GetMissedResult() is not { } result) continue;
            commands.RemoveAt(i);
            yield return result;
        }
    }
}
