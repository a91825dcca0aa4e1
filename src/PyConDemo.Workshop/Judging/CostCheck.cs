using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>Compares what PostgreSQL did for a request with what it did for the good lane's same request.</summary>
internal static class CostCheck
{
    // Room for another way to do the same: a split query, another plan, a wider row.
    private const int MoreCommands = 2, MoreRows = 20, MoreBuffers = 60, MoreBytes = 8_000;

    /// <summary>Refuses a request that costs much more than the good lane's.</summary>
    /// <param name="of">What the answer shows: 50 posts.</param>
    public static void Ensure(Look yours, Look good, string of)
    {
        EnsureCommands(yours, good, of);
        EnsureRows(yours, good, of);
        Refuse.If(yours.Bytes > 2 * good.Bytes + MoreBytes, "columns", $"For {of} PostgreSQL sends {yours.Bytes:N0} "
            + $"bytes; the good lane gets {good.Bytes:N0}. Select only what the list shows: {Sent(yours)}");
    }

    private static void EnsureCommands(Look yours, Look good, string of)
    {
        if (yours.Commands <= good.Commands + MoreCommands) return;
        var (sql, count) = yours.Server.Commands.Where(command => !command.IsTransactionControl)
            .CountBy(command => command.Sql).MaxBy(pair => pair.Value);
        throw new RefusalException("commands", $"{yours.Path} sends {yours.Commands:N0} commands for {of}; the good "
            + $"lane sends {good.Commands:N0}. One of them is sent {count:N0} times: {Short(sql)}");
    }

    private static void EnsureRows(Look yours, Look good, string of)
    {
        var (sent, few) = (yours.Server.RowsSent, good.Server.RowsSent);
        Refuse.If(sent > 2 * few + MoreRows, "rows", $"{yours.Path} gets {sent:N0} rows from PostgreSQL for {of}; the "
            + $"good lane gets {few:N0}. {Sent(yours)}");
        var (read, needed) = (yours.Server.RowsRead, good.Server.RowsRead);
        Refuse.If(read > 2 * needed + MoreRows, "rows", $"{yours.Path} reads {read:N0} rows for {of}; the good lane "
            + $"reads {needed:N0}. {Largest(yours.Server)}");
        // The way down an index is up to three pages for a row.
        var (pages, fewPages) = (yours.Server.Buffers, good.Server.Buffers);
        Refuse.If(pages > Math.Max(3 * fewPages, 4 * read) + MoreBuffers, "columns", $"{yours.Path} reads {read:N0} "
            + $"rows for {of}, but {pages:N0} pages of 8 kB; the good lane reads {fewPages:N0}. It reads columns that "
            + $"the list does not show: {Sent(yours)}");
    }

    /// <summary>The node that reads most, in words.</summary>
    public static string Largest(ServerActivity server)
        => server.LargestRead is not var (plan, scan) ? "" : $"Most of them by the {scan.Kind} of {scan.Relation} "
            + $"({scan.RowsRead:N0} rows) in: {Short(plan.Sql)}";

    /// <summary>The statement in one line, without its end if it is long.</summary>
    public static string Short(string sql)
    {
        var text = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 160 ? text[..160] + "…" : text;
    }

    private static string Sent(Look look)
        => look.Server.Plans.MaxBy(plan => plan.Root.Rows) is { } plan ? $"Most of it by: {Short(plan.Sql)}" : "";
}
