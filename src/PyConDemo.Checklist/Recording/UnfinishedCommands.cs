namespace PyConDemo.Checklist.Recording;

/// <summary>Commands whose end or whose rows are not known yet. The recorder's lock guards it.</summary>
/// <remarks>A reader belongs to the physical connection. Closing a reader can also return the connection to the pool
/// (for a data source's own commands, and for Dapper on a closed connection). Another task can then take both before
/// Npgsql (10.0) stops the activity, and Npgsql stops the other task's activity instead. This is rare, but it happens
/// with 64 concurrent requests: one command seems never to end, and the other seems to end early, without rows. A
/// little later both commands know their rows, so they are asked again.</remarks>
internal sealed class UnfinishedCommands
{
    // Normally only as many commands are unfinished as run at once. The limit is for a program that does not dispose
    // its readers, or whose statements find no rows.
    private const int Max = 256;
    private readonly List<CommandTrace> _commands = [];

    /// <summary>Adds a command that starts. Beyond the limit, it replaces the oldest one.</summary>
    public void Add(CommandTrace command)
    {
        if (_commands.Count == Max) _commands.RemoveAt(0);
        _commands.Add(command);
    }

    public void Remove(CommandTrace command) => _commands.Remove(command);

    public void Clear() => _commands.Clear();

    /// <summary>This command object is sent again, so its rows will be those of another execution.</summary>
    public void Forget(object command)
    {
        for (var i = _commands.Count - 1; i >= 0; i--)
            if (_commands[i].Counted && _commands[i].IsFor(command)) _commands.RemoveAt(i);
    }

    /// <summary>Removes and returns a command that has all its rows now; null if there is none.</summary>
    /// <param name="missedOnly">False also for a command that seemed to end without rows.</param>
    public (CommandTrace, CommandResult)? Take(bool missedOnly)
    {
        for (var i = 0; i < _commands.Count; i++)
        {
            var command = _commands[i];
            if ((missedOnly && command.Counted) || command.GetMissedResult() is not { } result) continue;
            _commands.RemoveAt(i);
            return (command, result);
        }
        return null;
    }
}
