namespace PyConDemo.Checklist.Rules;

/// <summary>Compares the rows that a request read with what its JSON answer contains.</summary>
internal static class RowsNotSent
{
    // Split queries read about one row per item, so a product of twice as many rows is a waste.
    private const double ProductRowsPerItem = 2;

    public static Observation? Find(Observations limits, Evidence evidence)
    {
        var rows = evidence.Vitals.RowsRead;
        if (rows < limits.Rows || Contents(evidence) is not { } contents) return null;
        var largest = evidence.Vitals.Shapes.MaxBy(s => s.Rows)!;
        return Product(limits, evidence.Vitals.Shapes, largest, contents) ?? Unsent(limits, rows, largest, contents);
    }

    // Not every answer tells what became of the rows. An error doesn't, nor does `202 Accepted`. An import reads rows
    // to know what it must write, and an export may send them to another server.
    private static JsonContents? Contents(Evidence evidence)
    {
        if (evidence.Request is not { IsOk: true, Stream: null, Body.Json.Contents: { } contents } request)
            return null;
        var wentElsewhere = request.Method != "GET"
            && (evidence.Vitals.Shapes.Any(s => s.Shape.Writes) || evidence.Vitals.Outbound.Count > 0);
        return wentElsewhere ? null : contents;
    }

    private static Observation? Product(
        Observations limits, IEnumerable<StatementShape> shapes, StatementShape shape, JsonContents contents)
    {
        // The lists of other statements multiply nothing.
        var joined = shapes.Where(s => s != shape)
            .Aggregate(contents.JoinedRows, (rows, other) => rows / Math.Max(1, other.Rows));
        // Some of the joined lists may not be in the answer, but it must explain most of the rows. Otherwise the
        // statement only joins what belongs to each row, and the program threw rows away.
        var isProduct = shape.Shape.Joins && shape.Rows >= limits.Rows
            && shape.Rows >= ProductRowsPerItem * contents.Items && shape.Rows <= 2 * joined;
        return !isProduct ? null : Observation.Create(
            ObservationKinds.CartesianProduct, shape.Rows, "rows",
            $"One statement that joins several lists returned {shape.Rows:N0} rows for {Items(contents)}.",
            "Load each list with a statement of its own: `.AsSplitQuery()` in EF Core, or `QueryMultiple` in Dapper.",
            shape);
    }

    private static Observation? Unsent(
        Observations limits, long rows, StatementShape largest, JsonContents contents)
    {
        if (rows < limits.RowsPerItem * Math.Max(1, contents.Items) || rows < 2 * contents.Values) return null;
        return Observation.Create(
            ObservationKinds.RowsNotSent, rows, "rows",
            $"The request read {rows:N0} rows and answered with {Items(contents)}.",
            "Let PostgreSQL filter, page, group and sum: in the SQL, or with `Where`, `Take`, `GroupBy`, `Count` and "
                + "`Sum` before `ToListAsync`.",
            largest);
    }

    private static string Items(JsonContents contents) => contents switch
    {
        { Items: 1 } => "one item",
        { Items: 0, Values: 1 } => "one value", // the answer is a number
        _ => string.Create(CultureInfo.InvariantCulture, $"{contents.Items:N0} items"),
    };
}
