using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One statement that is about to be sent.</summary>
/// <param name="Parameters">Null if the data source does not use the checklist.</param>
/// <param name="Fingerprint">A hash of the values. Equal values have equal fingerprints, and different ones nearly
/// always have different ones. It is 0 if they are unknown or nobody needs it.</param>
/// <param name="ManyRows">A hash of the list of values if the statement is for many rows; 0 if it is for few.</param>
/// <param name="SkippedRows">The number of rows that it skips by OFFSET and the like; null if it can't be told.</param>
/// <param name="HiddenLocks">The most rows that it locks in a subquery and whose number no plan tells; null if it can't
/// be told.</param>
internal readonly record struct SentStatement(
    SqlText SqlText, CommandType Type, NpgsqlParameterCollection? Parameters, MonitoringConnections? Connections,
    int Fingerprint, int ManyRows, long? SkippedRows, long? HiddenLocks)
{
    public string Text => SqlText.Text;
    public SqlShape Shape => SqlText.Shape;

    /// <param name="command">An NpgsqlCommand or an NpgsqlBatch.</param>
    public static SentStatement[] CreateAll(object command, MonitoringConnections connections) => command switch
    {
        NpgsqlCommand one => [Create(one.CommandText, one.CommandType, one.Parameters, connections)],
        NpgsqlBatch batch => CreateAll(batch, connections), // a lambda here would allocate for single commands too
        _ => [],
    };

    private static SentStatement[] CreateAll(NpgsqlBatch batch, MonitoringConnections connections) =>
    [
        .. ((IList<NpgsqlBatchCommand>)batch.BatchCommands)
            .Select(c => Create(c.CommandText, c.CommandType, c.Parameters, connections)),
    ];

    /// <param name="parameters">Null if the data source does not use the checklist.</param>
    public static SentStatement Create(
        string text, CommandType type = CommandType.Text, NpgsqlParameterCollection? parameters = null,
        MonitoringConnections? connections = null)
    {
        var known = SqlText.Get(text, type);
        var isCounted = known.Shape.IsQuery || known.Shape.WritesRows;
        var hasValues = parameters is not null || known.Places.Any(p => p.HasOnlyLiterals);
        return new(
            known, type, parameters, connections,
            Fingerprint: isCounted && hasValues ? ValueHash.OfStatement(known, parameters) : 0,
            ManyRows: isCounted ? ValueHash.OfManyRows(known, parameters) : 0,
            SkippedRows: parameters is null ? 0 : known.GetSkippedRows(parameters),
            HiddenLocks: parameters is null ? 0 : known.GetHiddenLocks(parameters));
    }
}
