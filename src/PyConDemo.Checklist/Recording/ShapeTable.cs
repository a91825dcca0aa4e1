using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One exam's shapes, up to a limit. Its recorder's lock guards it.</summary>
internal sealed class ShapeTable(int limit)
{
    /// <summary>The shape that stands for all beyond the limit.</summary>
    public static readonly SqlShape Further = SqlShape.Named("(further shapes)");

    private readonly List<ShapeTally> _shapes = [];
    private readonly Dictionary<string, ShapeTally> _bySql = [];

    public ShapeTally Get(in Statement statement)
    {
        if (!_bySql.TryGetValue(statement.Shape.Sql, out var tally)) tally = Add(statement);
        // Without parameters, placeholders hide the values; then only a text that differs is known to differ.
        if (statement.Fingerprint != 0 && (tally.Parameters ??= []).Count < ShapeTally.MaxDistinct) tally.Parameters.Add(statement.Fingerprint);
        return tally;
    }

    public IReadOnlyList<StatementShape> Snapshot() => [.. _shapes.Select(s => s.Snapshot())];

    private ShapeTally Add(in Statement statement)
    {
        var full = _shapes.Count >= limit;
        if (full && _bySql.TryGetValue(Further.Sql, out var further)) return further;
        var tally = new ShapeTally(full ? Further : statement.Shape);
        if (!full) tally.Sample = Sampler.Take(statement);
        _shapes.Add(tally);
        return _bySql[tally.Shape.Sql] = tally;
    }
}
