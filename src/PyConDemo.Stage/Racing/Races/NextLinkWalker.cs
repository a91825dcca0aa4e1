namespace PyConDemo.Stage.Racing.Races;

/// <summary>Finds a deep page of an attendee's own lane before the timed load. The lane may page by number or by a
/// cursor of any format, so the walker follows the lane's own `next` links.</summary>
internal sealed class NextLinkWalker(DemoClient client, PatternLane lane)
{
    /// <summary>Rows per step: the most that a page of orders may have.</summary>
    private const int Stride = 200;

    private readonly string _start = PathQuery.WithoutQuery(lane.Path);

    /// <param name="page">From 1.</param>
    /// <exception cref="RaceRefusedException">The lane's links end before that page.</exception>
    public async Task<LaneRequest> ToPageAsync(long page, long size, CancellationToken cancellationToken)
    {
        var (path, row, rowBefore) = (_start, 0L, (page - 1) * size);
        do
        {
            var step = rowBefore == 0 ? size : Math.Min(Stride, rowBefore - row);
            var request = Get(PathQuery.With(path, "size", $"{step}"));
            var answer = await LaneAnswerReader.ReadAsync(client, request, cancellationToken);
            var (rows, next) = (RowsOf(answer), NextOf(answer));
            if (row == 0 && next is not null && PathQuery.Has(next, "page"))
                return Get(PathQuery.With(PathQuery.With(_start, "size", $"{size}"), "page", $"{page}"));
            if (rowBefore == 0) break;
            row += rows;
            if (rows == 0 || rows > step)
                throw new RaceRefusedException($"{request.Path} answers {rows:N0} rows, not {step:N0}");
            path = next ?? throw new RaceRefusedException(
                $"the next links of {_start} end after {row:N0} rows, before page {page:N0}");
        }
        while (row < rowBefore);

        return Get(PathQuery.With(path, "size", $"{size}"));
    }

    private LaneRequest Get(string path) => lane.Request with { Path = path };

    /// <summary>Counts the rows of the answer's only list, whatever its name is.</summary>
    private static int RowsOf(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object) return 0;
        return answer.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Array)
            .Select(f => f.Value.GetArrayLength()).FirstOrDefault();
    }

    /// <summary>Takes only the link's query, because a copied lane may still link to another lane's path.</summary>
    private string? NextOf(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("next", out var link)) return null;
        if (link.ValueKind != JsonValueKind.String || link.GetString() is not { } next) return null;
        return next.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? _start + next[at..]
            : throw new RaceRefusedException($"the next link of {_start} has no query: {next}");
    }
}
