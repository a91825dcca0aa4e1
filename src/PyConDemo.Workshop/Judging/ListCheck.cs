namespace PyConDemo.Workshop.Judging;

/// <summary>A route that answers a list, whose length the client chooses.</summary>
/// <param name="Path">The path without the lane: /posts.</param>
/// <param name="Items">The name of the list in the answer, which is also what it shows: posts.</param>
/// <param name="MaxSize">The longest list. The shortest has one item.</param>
internal sealed record ListRoute(string Path, string Items, int MaxSize)
{
    public string At(int size) => $"{Path}?size={size}";
}

/// <summary>A change of the data that the judge makes between two requests.</summary>
/// <param name="What">What happened, for the attendee: "An author was renamed".</param>
internal sealed record DataChange(string What, string Sql);

/// <summary>Checks what holds for every list: the bad lane's answer, at the good lane's cost, at each size, from the
/// first request on, after each change, for each visitor, and on each server. For one check.</summary>
internal sealed class ListCheck(World world, ListRoute route)
{
    private const int Visitor = 3, AtOnce = 24;

    private readonly CachingCheck _caching = new(TimeSpan.FromSeconds(10));
    private readonly Dictionary<int, Look> _good = [];
    private readonly int[] _sizes = SizesOf(route.MaxSize);

    /// <summary>What bad listed at one time or another.</summary>
    private readonly List<BadList> _earlier = [];

    /// <summary>Compares two items: the bad lane's, and the attendee's. Returns the difference in words, or null.
    /// </summary>
    public Func<JsonElement, JsonElement, string?> Compare { get; init; }
        = (bad, yours) => AnswerComparison.Difference(bad, yours, ComparedFields.All);

    /// <summary>Called with each answer of the attendee's lane.</summary>
    public Action<LaneAnswer> OnAnswer { get; init; } = _ => { };

    /// <summary>How long the list is that <see cref="ChangesAsync"/> compares, because the bad lane is slow.</summary>
    public int ChangedSize { get; init; } = 60;

    /// <summary>Each size: the same items as the bad lane, and the good lane's cost.</summary>
    public async Task EachSizeAsync(CancellationToken cancellationToken)
    {
        var bad = await BadAsync(route.MaxSize, cancellationToken);
        foreach (var size in Shuffled(_sizes)) await LookAsync(world.First, size, bad, cancellationToken);
    }

    /// <summary>Sizes that the route does not have.</summary>
    public async Task BadInputAsync(CancellationToken cancellationToken)
    {
        foreach (var size in (string[])["0", "-1", $"{route.MaxSize + 1}", "many", "1;--", ""])
        {
            var path = $"{route.Path}?size={Uri.EscapeDataString(size)}";
            var answer = await world.First.SendAsync(LaneRequest.Get($"/yours{path}"), cancellationToken);
            Refuse.If(answer.Status != HttpStatusCode.BadRequest, "bad-input", $"{path} is invalid, and bad answers "
                + $"400; yours answers {(int)answer.Status}. Keep the [Range] of the parameters. {Reason(answer)}");
        }
    }

    /// <summary>The second server answers as the first one does, although it has not seen the first one's requests.
    /// </summary>
    public async Task SecondServerAsync(CancellationToken cancellationToken)
    {
        var bad = await BadAsync(route.MaxSize, cancellationToken);
        var second = await world.SecondAsync();
        foreach (var size in Shuffled(_sizes)) await LookAsync(second, size, bad, cancellationToken);
    }

    /// <summary>Many visitors come at once, each with another size. Data takes a moment from PostgreSQL to the process,
    /// so that the requests run into each other.</summary>
    public async Task AtOnceAsync(CancellationToken cancellationToken)
    {
        var bad = await BadAsync(route.MaxSize, cancellationToken);
        world.First.Process.BeforeData(() => Task.Delay(10, cancellationToken));
        var answers = await Task.WhenAll(Shuffled(_sizes).Take(AtOnce).Select(
            async size => (Size: size, Answer: await SendAsync(world.First, size, cancellationToken))));
        world.First.Process.BeforeData(null);
        foreach (var (size, answer) in answers)
        {
            var difference = Difference(bad, answer, size);
            Refuse.If(difference is not null, "at-once", $"{answers.Length} requests came at once, each with another "
                + $"size, and {route.At(size)} is not bad's list: {difference}. By themselves they are the same, so "
                + "the requests share something that each of them changes.");
        }

        await MemoryCheck.EnsureAsync(
            world.First, LaneRequest.Get($"/yours{route.At(route.MaxSize)}"), cancellationToken);
    }

    /// <summary>A row is deleted in the middle of a request: between its statements, where it has several.</summary>
    public async Task DeletedMeanwhileAsync(CancellationToken cancellationToken)
    {
        const int Size = 30, Deleted = 20, MostArrivals = 5;
        for (var moment = 1; moment <= MostArrivals; moment++)
        {
            var before = await BadAsync(Size, cancellationToken);
            var (id, arrivals, at) = (before.Items[Deleted].GetProperty("id"), 0, moment);
            // A lane may lock what it reads. Then the row stays.
            var delete = $"SET lock_timeout = '300ms'; DELETE FROM {route.Items} WHERE id = {id}";
            world.First.Process.BeforeData(() => Interlocked.Increment(ref arrivals) == at
                ? world.Data.TryRunAsync(delete, cancellationToken) : Task.CompletedTask);
            var answer = await world.First.SendAsync(LaneRequest.Get($"/yours{route.At(Size)}"), cancellationToken);
            world.First.Process.BeforeData(null);

            var what = $"Item {id} of {route.At(Size)} was deleted while the request ran,";
            const string How = "Read all of it in one statement or one snapshot, or expect that a row is gone.";
            Refuse.If(!answer.IsSuccess, "meanwhile", $"{what} and the answer is {(int)answer.Status}. {How} "
                + Reason(answer));
            var after = await BadAsync(Size, cancellationToken);
            var shorter = before with { Items = [.. before.Items.Where((_, n) => n != Deleted)] };
            BadList[] right = [before, shorter, after];
            if (right.Any(list => Difference(list, answer, Size) is null)) continue;
            throw new RefusalException("meanwhile", $"{what} and the list is neither the one from before nor the one "
                + $"after that: {Difference(after, answer, Size)}. {How}");
        }
    }

    /// <summary>PostgreSQL reads the tables in another way.</summary>
    public async Task OtherPlanAsync(CancellationToken cancellationToken)
    {
        var bad = await BadAsync(route.MaxSize, cancellationToken);
        await OtherPlan.ForceAsync(world, $"/yours{route.At(1)}", cancellationToken);
        foreach (var size in Shuffled(_sizes)[..6])
        {
            var difference = Difference(bad, await SendAsync(world.First, size, cancellationToken), size);
            Refuse.If(difference is not null, "same-answer",
                $"{OtherPlan.Told}{route.At(size)} is not bad's list: {difference}.");
        }
    }

    /// <summary>There is nothing to list. For the end of a check.</summary>
    /// <param name="table">The table that is emptied.</param>
    public async Task EmptyAsync(string table, CancellationToken cancellationToken)
    {
        await world.Data.RunAsync($"DELETE FROM {table}", cancellationToken);
        foreach (var server in (CheckedServer[])[world.First, await world.SecondAsync()])
        {
            foreach (var size in (int[])[1, 50])
            {
                var answer = await SendAsync(server, size, cancellationToken);
                var items = answer.List(route.Items).Length;
                Refuse.If(items > 0, "stale", $"The table {table} is empty, and the list of {size} still has {items} "
                    + $"{route.Items}.");
            }
        }
    }

    /// <summary>After each change, both servers show the new data: at some sizes at once, and at all of them at the
    /// end, when the clock has moved by a minute and by a day too.</summary>
    public async Task ChangesAsync(IReadOnlyList<DataChange> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            await world.Data.RunAsync(change.Sql, cancellationToken);
            var bad = await BadAsync(ChangedSize, cancellationToken);
            foreach (var size in Shuffled(_sizes)[..4])
                foreach (var server in await ServersAsync()) await EnsureFreshAsync(server, size, bad, change.What);
        }

        var last = await BadAsync(route.MaxSize, cancellationToken);
        foreach (var moment in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)])
        {
            foreach (var server in await ServersAsync())
            {
                await server.Process.MoveClockAsync(moment, cancellationToken);
                foreach (var size in moment == TimeSpan.Zero ? _sizes : Shuffled(_sizes)[..4])
                    await EnsureFreshAsync(server, size, last, "The data changed");
            }
        }

        async Task EnsureFreshAsync(CheckedServer server, int size, BadList bad, string what)
        {
            var answer = await SendAsync(server, size, cancellationToken);
            if (Difference(bad, answer, size) is not { } difference) return;
            if (IsKept(bad, answer, size))
            {
                throw new RefusalException("stale", $"{what}, and the list of {size:N0} does not show it: "
                    + $"{difference}. A list has no time on it, so it must show what is there now.");
            }

            throw new RefusalException("same-answer", $"{what}, and the list of {size:N0} is not bad's any more: "
                + $"{difference}. The code does not expect such data, or it keeps a part of the list from before.");
        }

        async Task<CheckedServer[]> ServersAsync() => [world.First, await world.SecondAsync()];
    }

    /// <summary>Returns the good lane's look at a size, once per size.</summary>
    private async Task<Look> GoodAsync(int size, CancellationToken cancellationToken)
    {
        if (!_good.TryGetValue(size, out var look))
        {
            // The first one may plan the statement, which reads the catalog.
            await world.ReferenceAsync($"/good{route.At(size)}", cancellationToken);
            _good[size] = look = await world.ReferenceAsync($"/good{route.At(size)}", cancellationToken);
        }

        return look;
    }

    private async Task LookAsync(CheckedServer server, int size, BadList bad, CancellationToken cancellationToken)
    {
        var look = await server.LookAsync(
            LaneRequest.Get($"/yours{route.At(size)}"), cancellationToken, Visitors.Of(size % Visitor));
        _caching.Add(look.Answer);
        OnAnswer(look.Answer.EnsureSuccess());
        var difference = Difference(bad, look.Answer, size);
        Refuse.If(difference is not null, "same-answer", $"{route.At(size)} is not bad's list: {difference}.");
        CostCheck.Ensure(look, await GoodAsync(size, cancellationToken), $"{size:N0} {route.Items}");
    }

    private async Task<LaneAnswer> SendAsync(CheckedServer server, int size, CancellationToken cancellationToken)
    {
        var visitor = Visitors.Of(Random.Shared.Next(Visitor));
        var answer = await server.SendAsync(LaneRequest.Get($"/yours{route.At(size)}"), cancellationToken, visitor);
        _caching.Add(answer);
        OnAnswer(answer.EnsureSuccess());
        return answer;
    }

    private async Task<BadList> BadAsync(int size, CancellationToken cancellationToken)
    {
        var look = await world.ReferenceAsync($"/bad{route.At(size)}", cancellationToken);
        var bad = new BadList(look.Answer.List(route.Items), size);
        _earlier.Add(bad);
        return bad;
    }

    /// <summary>True if the answer is a list that bad had before, or if its first wrong item is as it was before.
    /// </summary>
    private bool IsKept(BadList bad, LaneAnswer answer, int size)
    {
        if (_earlier.Any(list => Difference(list, answer, size) is null)) return true;
        var wrong = bad.Items.Zip(answer.List(route.Items))
            .FirstOrDefault(pair => Compare(pair.First, pair.Second) is not null);
        var (expected, shown) = wrong;
        if (expected.ValueKind != JsonValueKind.Object || !IsSameItem(expected, shown)) return false;
        var versions = _earlier.SelectMany(list => list.Items).Where(item => IsSameItem(item, shown)).ToArray();
        return expected.EnumerateObject().All(field => !shown.TryGetProperty(field.Name, out var value)
            || versions.Any(version => JsonElement.DeepEquals(version.GetProperty(field.Name), value)));
    }

    private static bool IsSameItem(JsonElement one, JsonElement other)
        => other.TryGetProperty("id", out var id) && JsonElement.DeepEquals(one.GetProperty("id"), id);

    private string? Difference(BadList bad, LaneAnswer answer, int size)
    {
        var yours = answer.List(route.Items);
        if (bad.LengthOf(size) is { } length && yours.Length != length)
            return $"it has {yours.Length:N0} {route.Items}, not {length:N0}";

        return bad.Items.Zip(yours).Select((pair, i) => Compare(pair.First, pair.Second) is { } difference
            ? $"{route.Items}[{i}]: {difference}" : null).FirstOrDefault(difference => difference is not null);
    }

    private static string Reason(LaneAnswer answer) => answer.IsSuccess ? "" : answer.Reason();

    /// <summary>The smallest and the largest sizes, those around each round number, and some that are drawn anew.
    /// </summary>
    private static int[] SizesOf(int max)
    {
        int[] round = [10, 50, 100, 128, 200, 250, 256, 500, max];
        var near = round.SelectMany(size => (int[])[size - 1, size, size + 1]);
        var drawn = Enumerable.Range(0, 5).Select(_ => Random.Shared.Next(1, max + 1));
        return [.. near.Concat(drawn).Append(1).Append(2).Where(size => size <= max).Distinct()];
    }

    private static int[] Shuffled(int[] sizes)
    {
        var shuffled = sizes.ToArray();
        Random.Shared.Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>The first items of the list.</summary>
    /// <param name="Asked">How many were asked for.</param>
    private sealed record BadList(JsonElement[] Items, int Asked)
    {
        /// <summary>How many items a list of this size has. Null if that can't be known.</summary>
        public int? LengthOf(int size)
            => size <= Items.Length ? size : Items.Length < Asked ? Items.Length : null;
    }
}
