using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One statement that is about to be sent.</summary>
/// <param name="Parameters">Null if the data source does not use the checklist.</param>
/// <param name="Offset">The number of rows that its OFFSET skips.</param>
/// <param name="Fingerprint">A hash of text and values. Equal statements have equal fingerprints, and different ones
/// nearly always have different ones. It is 0 for statements that write.</param>
internal readonly record struct SentStatement(
    string Text, CommandType Type, SqlShape Shape, NpgsqlParameterCollection? Parameters,
    MonitoringConnections? Connections, long Offset, int Fingerprint)
{
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
        // A procedure's name becomes a call.
        var known = SqlText.Get(type == CommandType.Text ? text : $"SELECT {text}()");
        var shape = known.Shape;
        return new(
            text, type, shape, parameters, connections,
            Offset: shape.HasOffset && parameters is not null ? OffsetExpression.Evaluate(text, parameters) : 0,
            Fingerprint: shape.IsQuery ? Hash(known, parameters) : 0);
    }

    // The text is part of the hash, because values can be literals in it.
    private static int Hash(SqlText text, NpgsqlParameterCollection? parameters)
    {
        var hash = new HashCode();
        hash.Add(text.Hash);
        if (parameters is null) return hash.ToHashCode();
        foreach (var parameter in (IList<NpgsqlParameter>)parameters)
        {
            if (parameter.Value is Array { Length: <= 100, Rank: 1 } many)
                foreach (var value in many) hash.Add(value);
            else hash.Add(parameter.Value);
        }
        return hash.ToHashCode();
    }
}
