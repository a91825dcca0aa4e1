using System.Data;
using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One exam's shapes, up to a limit. Its recorder's lock guards it.</summary>
internal sealed class ShapeTable(int limit)
{
    /// <summary>The shape that stands for all beyond the limit.</summary>
    public const string Further = "(further shapes)";

    private readonly List<ShapeTally> _shapes = [];
    private readonly Dictionary<string, ShapeTally> _bySql = [];

    public ShapeTally Get(string text, CommandType type, NpgsqlParameterCollection? parameters)
    {
        var sql = SqlShape.Of(text);
        if (_bySql.TryGetValue(sql, out var tally)) return tally;
        var full = _shapes.Count >= limit;
        if (full && _bySql.TryGetValue(Further, out tally)) return tally;
        tally = new ShapeTally(full ? Further : sql);
        if (!full && parameters is not null) tally.Sample = Sampler.Take(text, type, parameters);
        _shapes.Add(tally);
        return _bySql[tally.Sql] = tally;
    }

    public IReadOnlyList<StatementShape> Snapshot() => [.. _shapes.Select(s => s.Snapshot())];
}
