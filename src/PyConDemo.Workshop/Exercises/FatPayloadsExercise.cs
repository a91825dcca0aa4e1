using System.Text;
using System.Text.RegularExpressions;

namespace PyConDemo.Workshop.Exercises;

/// <summary>A list of products that sends only what it shows.</summary>
internal sealed partial class FatPayloadsExercise : Exercise
{
    private const int Size = 50;

    /// <summary>Bytes of JSON per product: twice what the good lane's five fields take.</summary>
    private const int MostPerItem = 400;

    private const string List = "/products?size=50", Encodings = "br, gzip";

    public override string Slug => "fat-payloads";

    public override string Goal => "4 MB for a list of 50. Send what a list shows, and no image inside.";

    public override IReadOnlyList<string> Hints =>
    [
        "Run `curl -s 'http://127.0.0.1:5080/yours/products?size=50' | wc -c` and look at one product: which fields "
            + "does a list show?",
        "Select the fields of the list in the query, so that PostgreSQL doesn't send the others either. `ProductItem` "
            + "is a record with those five.",
        "Each image already has an address: `/images/` and its hash. Send the address.",
        "`.Select(ProductItem.FromProduct)`; and `[CompressedAnswer, WeakETag]` on the handler: it compresses the "
            + "answer for clients that accept it, and answers 304 to clients that already have it.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("every product that bad lists, with each field that the list shows", FieldsAsync),
        new("no field and no file that nobody sees", WeightAsync),
        new("each image has its own address, which does not change", ImagesAsync),
        new("PostgreSQL sends no image either", ColumnsAsync),
        new("compressed for clients that accept it, and only for them", CompressionAsync),
        new("shows another price at once, and refuses bad input", FreshAsync),
    ];

    private static async Task FieldsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var api in apis.Both)
        {
            foreach (var size in (int[])[1, Size, 200])
            {
                var bad = Products((await api.BadAsync($"/products?size={size}", cancellationToken)).Json());
                var yours = Products((await api.YoursAsync($"/products?size={size}", cancellationToken)).Json());
                if (yours.Length != bad.Length)
                {
                    throw new RefusalException(
                        "same-answer", $"{yours.Length} products for size={size}; bad lists {bad.Length}.");
                }

                // The list shows what the good lane sends. Only the image's address may have another name.
                var good = Products((await api.GoodAsync("/products?size=1", cancellationToken)).Json());
                foreach (var name in good[0].EnumerateObject().Select(f => f.Name).Where(n => n != "imageUrl"))
                {
                    var at = Array.FindIndex(yours, product => !product.TryGetProperty(name, out _));
                    if (at < 0) at = bad.Zip(yours).ToList().FindIndex(pair => !IsSame(pair.First, pair.Second, name));
                    if (at < 0) continue;
                    var id = bad[at].GetProperty("id");
                    throw new RefusalException(
                        "fields", $"Product {id} has no {name}, or another one than bad's: the list shows it.");
                }
            }
        }

        static bool IsSame(JsonElement bad, JsonElement yours, string name)
            => JsonElement.DeepEquals(yours.GetProperty(name), bad.GetProperty(name));
    }

    private static async Task ImagesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        var bad = Products((await api.BadAsync("/products?size=5", cancellationToken)).Json());
        var first = await AddressesAsync(api, cancellationToken);
        var second = await AddressesAsync(api, cancellationToken);
        foreach (var (product, address) in bad.Zip(first))
        {
            if (address is null)
                throw Refusal("A product has no address of its image, but the list shows the picture.");
            if (!address.StartsWith('/'))
                throw Refusal($"The image is '{Short(address)}': send an address of this server, not the bytes.");
            var image = await api.SendAsync(LaneRequest.Get(address), cancellationToken);
            var expected = product.GetProperty("image").GetBytesFromBase64();
            if (image.Status != HttpStatusCode.OK || !image.Body.AsSpan().SequenceEqual(expected))
                throw Refusal($"{Short(address)} answers {(int)image.Status}, and not this product's picture.");
            var cache = image.Headers.CacheControl;
            if (cache is not { MaxAge.TotalDays: >= 1 } || cache.NoCache)
                throw Refusal($"A client may not keep {Short(address)} (Cache-Control: {cache}): it loads it again.");
        }

        var moved = first.Zip(second).FirstOrDefault(pair => pair.First != pair.Second);
        if (moved.First is null) return;
        throw new RefusalException("image-moves", $"The same picture is at {Short(moved.First)}, and a moment later at "
            + $"{Short(moved.Second!)}: no cache finds it again. Name it by its content.");

        static RefusalException Refusal(string message) => new("image", message);
    }

    private static async Task WeightAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var plain = await apis.Small.YoursAsync(List, cancellationToken);
        var packed = await apis.Small.YoursAsync(List, cancellationToken, accept: Encodings);
        if (Base64().IsMatch(Encoding.UTF8.GetString(plain.Body)))
        {
            throw new RefusalException("base64", packed.Encoding.Length > 0
                ? $"The answer is compressed to {packed.Body.Length:N0} bytes, but the images are still inside as "
                    + "base64: compression does not make a JPEG smaller."
                : $"{plain.Body.Length:N0} bytes: the images are inside as base64, a third larger than they are.");
        }

        if (plain.Body.Length <= Size * MostPerItem) return;
        throw new RefusalException("bytes", $"{plain.Body.Length / Size:N0} bytes for one product of a list (at most "
            + $"{MostPerItem}): it has fields that nobody sees there.");
    }

    private static async Task ColumnsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var cost = await apis.Small.CostAsync(List, cancellationToken);
        if (cost.Statements.FirstOrDefault(sql => ImageColumn().IsMatch(sql)) is { } whole)
        {
            throw new RefusalException("columns", "The answer is small, but the query still reads the images out of "
                + $"PostgreSQL and discards them: {Short(whole)} Select the fields in the query.");
        }

        if (cost.Commands > 2) throw new RefusalException("commands", $"{cost.Commands:N0} commands for one list.");
    }

    private static async Task CompressionAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var plain = await apis.Small.YoursAsync(List, cancellationToken);
        var packed = await apis.Small.YoursAsync(List, cancellationToken, accept: Encodings);
        if (plain.Encoding.Length > 0) throw Refusal($"A client that accepts no compression gets {plain.Encoding}.");
        if (packed.Encoding is not ("br" or "gzip") || packed.Body.Length > plain.Body.Length / 2)
        {
            var encoding = packed.Encoding.Length > 0 ? $" as {packed.Encoding}" : ", uncompressed";
            throw Refusal($"A client that accepts {Encodings} gets {packed.Body.Length:N0} bytes{encoding}. "
                + "[CompressedAnswer] compresses an answer.");
        }

        if (packed.Headers.Vary.Any(v => v.Contains("Accept-Encoding", StringComparison.OrdinalIgnoreCase))) return;
        throw Refusal("The answer is compressed, but without Vary: Accept-Encoding. A cache would send it to clients "
            + "that can't read it.");

        static RefusalException Refusal(string message) => new("compression", message);
    }

    private static async Task FreshAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        await AnswerChecks.EnsureRefusedAsync(api, ["/products?size=0", "/products?size=201"], cancellationToken);
        try
        {
            await api.ChangeDataAsync(cancellationToken);
            var bad = Price(await api.BadAsync("/products?size=1", cancellationToken));
            var yours = Price(await api.YoursAsync("/products?size=1", cancellationToken));
            if (!JsonElement.DeepEquals(bad, yours))
                throw new RefusalException("stale", $"Product 1 now costs {bad}, but the list says {yours}.");
        }
        finally
        {
            await api.RestoreDataAsync(cancellationToken);
        }

        static JsonElement Price(GradedAnswer answer) => Products(answer.Json())[0].GetProperty("price");
    }

    private static JsonElement[] Products(JsonElement answer) => AnswerChecks.List(answer, "products");

    /// <summary>For each product, the field that has the image's address, or the picture itself.</summary>
    private static async Task<string?[]> AddressesAsync(GradedApi api, CancellationToken cancellationToken)
    {
        return [.. Products((await api.YoursAsync("/products?size=5", cancellationToken)).Json()).Select(Address)];

        static string? Address(JsonElement product) => product.EnumerateObject()
            .Where(field => field.Name.Contains("image", StringComparison.OrdinalIgnoreCase))
            .Where(field => field.Value.ValueKind == JsonValueKind.String)
            .Select(field => field.Value.GetString()!)
            .OrderByDescending(text => text.StartsWith('/')).ThenByDescending(text => text.Length).FirstOrDefault();
    }

    private static string Short(string text) => text.Length > 120 ? text[..120] + "…" : text;

    [GeneratedRegex("[A-Za-z0-9+/]{2000}")]
    private static partial Regex Base64();

    /// <summary>The image column itself, not the columns with its type or hash.</summary>
    [GeneratedRegex(@"\bimage\b|SELECT\s+(\w+\.)?\*", RegexOptions.IgnoreCase)]
    private static partial Regex ImageColumn();
}
