using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>One request: what it answered, and what PostgreSQL did for it.</summary>
/// <param name="Bytes">Bytes that PostgreSQL sent to the process meanwhile.</param>
internal sealed record Look(LaneAnswer Answer, ServerActivity Server, long Bytes)
{
    public string Path => Answer.Path;

    /// <summary>Commands, without those that only begin or end a transaction.</summary>
    public int Commands => Server.Commands.Count(command => !command.IsTransactionControl);
}
