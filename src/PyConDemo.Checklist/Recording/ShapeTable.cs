using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One measurement's shapes, up to a limit. Its recorder's lock guards it.</summary>
internal sealed class ShapeTable(int limit)
{
    /// <summary>The shape that stands for all beyond the limit.</summary>
    public static readonly SqlShape Further = SqlShape.Named("(further shapes)");

    // Most requests send a handful, and comparing a few references is faster than hashing one text.
    private const int Few = 8;
    private readonly List<ShapeTotals> _shapes = [];
    private Dictionary<string, ShapeTotals>? _bySql;

    public IReadOnlyList<ShapeTotals> All => _shapes;

    public ShapeTotals Get(in SentStatement statement)
    {
        var tally = Find(statement.Shape) ?? Add(statement);
        // Without parameters, placeholders hide the values; then only a text that differs is known to differ.
        tally.AddParameters(statement);
        return tally;
    }

    public IReadOnlyList<StatementShape> Snapshot() => [.. _shapes.Select(s => s.Snapshot())];

    private ShapeTotals? Find(SqlShape shape)
    {
        if (_bySql is not null) return _bySql.GetValueOrDefault(shape.Sql);
        foreach (var tally in _shapes)
            if (ReferenceEquals(tally.Shape, shape) || tally.Shape.Sql == shape.Sql) return tally;
        return null;
    }

    private ShapeTotals Add(in SentStatement statement)
    {
        var full = _shapes.Count >= limit;
        if (full && Find(Further) is { } further) return further;
        var tally = new ShapeTotals(full ? Further : statement.Shape);
        if (!full) tally.Sample = Sampler.Take(statement);
        _shapes.Add(tally);
        if (_shapes.Count > Few) _bySql ??= _shapes.Take(Few).ToDictionary(t => t.Shape.Sql);
        _bySql?.Add(tally.Shape.Sql, tally);
        return tally;
    }
}
