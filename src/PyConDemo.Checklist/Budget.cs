using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist;

/// <summary>Compares a cost with what it may be.</summary>
internal static class Budget
{
    public static void Check(string measurement, SqlVitals vitals, long? commands, long? rowsRead, long? rowsAffected)
    {
        var over = new[]
        {
            Over("commands", vitals.Commands, commands), Over("rows read", vitals.RowsRead, rowsRead), Over("rows affected", vitals.RowsAffected, rowsAffected),
        }.OfType<string>().ToList();
        // An unseen row must not pass for none.
        if ((rowsRead ?? rowsAffected) is not null && vitals.Unseen > 0)
            over.Add($"the rows of {vitals.Unseen} commands were not seen: call UseServerHealthChecklist() on the data source's builder");
        if (over.Count == 0) return;
        var shapes = vitals.Shapes.Select(s => FormattableString.Invariant($"  {s.Count} x ({s.Rows} rows read, {s.Affected} affected) {s.Sql}"));
        throw new UnhealthyException(string.Join(Environment.NewLine, shapes.Prepend($"The measurement '{measurement}' is over its budget: {string.Join("; ", over)}.")));
    }

    private static string? Over(string what, long cost, long? limit)
        => cost > limit ? FormattableString.Invariant($"{cost} {what}, at most {limit} were allowed") : null;
}
