using System.Data;
using Npgsql;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One statement as it is about to be sent.</summary>
internal readonly record struct SentStatement
{
    public required string Text { get; init; }
    public required CommandType Type { get; init; }
    public required SqlShape Shape { get; init; }

    /// <summary>Null when its data source doesn't use the checklist.</summary>
    public NpgsqlParameterCollection? Parameters { get; init; }

    public MonitoringConnections? Connections { get; init; }

    /// <summary>The rows that its OFFSET passes over.</summary>
    public long Offset { get; init; }

    /// <summary>Equal for equal texts and values; different ones differ nearly always.</summary>
    public int Fingerprint { get; init; }

    public static SentStatement Create(string text, CommandType type, NpgsqlParameterCollection? parameters, MonitoringConnections? observer)
    {
        var known = SqlText.Get(type == CommandType.Text ? text : $"SELECT {text}()"); // a procedure's name reads as a call
        var shape = known.Shape;
        return new()
        {
            Text = text,
            Type = type,
            Shape = shape,
            Parameters = parameters,
            Connections = observer,
            Offset = shape.HasOffset && parameters is not null ? OffsetExpression.Evaluate(text, parameters) : 0,
            Fingerprint = shape.IsQuery ? Hash(known, parameters) : 0,
        };
    }

    // The text too: a value may be written into it.
    private static int Hash(SqlText text, NpgsqlParameterCollection? parameters)
    {
        var hash = new HashCode();
        hash.Add(text.Hash);
        if (parameters is not null)
        {
            foreach (var parameter in (IList<NpgsqlParameter>)parameters)
            {
                if (parameter.Value is Array { Length: <= 100, Rank: 1 } many)
                    foreach (var value in many) hash.Add(value);
                else hash.Add(parameter.Value);
            }
        }

        return hash.ToHashCode();
    }
}
