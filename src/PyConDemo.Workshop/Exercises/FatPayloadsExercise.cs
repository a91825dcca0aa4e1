using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PyConDemo.ApiClient;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop.Exercises;

/// <summary>A list of products that weighs what it shows.</summary>
internal sealed partial class FatPayloadsExercise : Exercise
{
    private const int Size = 50;

    /// <summary>Bytes of JSON per product: twice what the good lane's five fields take.</summary>
    private const int MostPerItem = 400;

    private const string Both = "br, gzip";

    public override string Slug => "fat-payloads";

    public override string Goal => "4 MB for a list of 50. Send what a list shows, and no image inside.";

    public override IReadOnlyList<string> Hints =>
    [
        "`curl -s 'http://127.0.0.1:5080/yours/products?size=50' | wc -c`, and then look at one product: which fields does a list show?",
        "Select the fields of the list in the query, so that PostgreSQL doesn't send the others either. `ProductItem` is a record with those five.",
        "The image is there already, under the address `/images/` and its hash: send the address.",
        "`.Select(ProductItem.FromProduct)`; and `[CompressedAnswer, WeakETag]` on the handler: it compresses what is left for clients that accept it, and answers 304 to those that have it.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("every product that bad lists, with each field that the list shows", FieldsAsync),
        new("no field and no file that nobody sees", WeightAsync),
        new("each image under an address of its own, that stays", ImagesAsync),
        new("PostgreSQL sends no image either", ColumnsAsync),
        new("compressed for who accepts it, and for nobody else", CompressionAsync),
        new("another price shows at once, and bad input is refused", FreshAsync),
    ];

    private static async Task FieldsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var api in apis.Both)
        {
            foreach (var size in (int[])[1, Size, 200])
            {
                var (bad, yours) = (Products((await api.BadAsync($"/products?size={size}", cancellationToken)).Json()),
                    Products((await api.YoursAsync($"/products?size={size}", cancellationToken)).Json()));
                if (yours.Length != bad.Length) throw new RefusalException("same-answer", $"{yours.Length} products for size={size}; bad lists {bad.Length}.");
                // What the list shows is what the good lane sends; the image's address may have another name.
                var shown = Products((await api.GoodAsync("/products?size=1", cancellationToken)).Json())[0].EnumerateObject()
                    .Select(field => field.Name).Where(name => name != "imageUrl");
                foreach (var name in shown)
                {
                    if (bad.Zip(yours).FirstOrDefault(pair => !pair.Second.TryGetProperty(name, out var field) || !JsonElement.DeepEquals(field, pair.First.GetProperty(name))) is { First.ValueKind: JsonValueKind.Object } pair)
                        throw new RefusalException("fields", $"Product {pair.First.GetProperty("id")} has no {name}, or another one than bad's: the list shows it.");
                }
            }
        }
    }

    private static async Task ImagesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        var bad = Products((await api.BadAsync("/products?size=5", cancellationToken)).Json());
        var (first, second) = (await AddressesAsync(api, cancellationToken), await AddressesAsync(api, cancellationToken));
        foreach (var (product, address) in bad.Zip(first))
        {
            if (address is null) throw new RefusalException("image", "A product has no address of its image: the list shows the picture, so something must lead to it.");
            if (!address.StartsWith('/')) throw new RefusalException("image", $"The image is at '{Short(address)}': an address of this server is wanted, not the bytes themselves.");
            var image = await api.SendAsync(LaneRequest.Get(address), cancellationToken);
            if (image.Status != HttpStatusCode.OK || !image.Body.AsSpan().SequenceEqual(product.GetProperty("image").GetBytesFromBase64()))
                throw new RefusalException("image", $"{Short(address)} answers {(int)image.Status}, and not this product's picture.");
            if (image.Headers.CacheControl is not { MaxAge.TotalDays: >= 1 } || image.Headers.CacheControl.NoCache)
                throw new RefusalException("image", $"{Short(address)} may not be kept (Cache-Control: {image.Headers.CacheControl}): every view loads it again.");
        }

        if (first.Zip(second).FirstOrDefault(pair => pair.First != pair.Second) is { First: not null } moved)
            throw new RefusalException("image-moves", $"The same picture is at {Short(moved.First)}, and a moment later at {Short(moved.Second!)}: no cache ever finds it again. Name it by its content.");
    }

    private static async Task WeightAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var plain = await apis.Small.YoursAsync($"/products?size={Size}", cancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(plain.Body);
        var packed = await apis.Small.YoursAsync($"/products?size={Size}", cancellationToken, accept: Both);
        if (Base64().IsMatch(text))
        {
            throw new RefusalException("base64", packed.Encoding.Length > 0
                ? $"Compressed to {packed.Body.Length:N0} bytes, but the images are still inside as base64: a JPEG doesn't get smaller twice."
                : $"{plain.Body.Length:N0} bytes: the images are inside as base64, a third larger than they are.");
        }

        if (plain.Body.Length > Size * MostPerItem)
            throw new RefusalException("bytes", $"{plain.Body.Length / Size:N0} bytes for one product of a list (at most {MostPerItem}): there are fields in it that nobody sees there.");
    }

    private static async Task ColumnsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var cost = await apis.Small.CostAsync($"/products?size={Size}", cancellationToken);
        if (cost.Statements.FirstOrDefault(sql => ImageColumn().IsMatch(sql)) is { } whole)
            throw new RefusalException("columns", $"The answer is slim, but the query still reads the images out of PostgreSQL and throws them away: {Short(whole)} Select the fields in the query.");
        if (cost.Commands > 2) throw new RefusalException("commands", $"{cost.Commands:N0} commands for one list.");
    }

    private static async Task CompressionAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var (plain, packed) = (await apis.Small.YoursAsync($"/products?size={Size}", cancellationToken),
            await apis.Small.YoursAsync($"/products?size={Size}", cancellationToken, accept: Both));
        if (plain.Encoding.Length > 0) throw new RefusalException("compression", $"A client that accepts no compression gets {plain.Encoding}.");
        if (packed.Encoding is not ("br" or "gzip") || packed.Body.Length > plain.Body.Length / 2)
            throw new RefusalException("compression", $"A client that accepts {Both} gets {packed.Body.Length:N0} bytes{(packed.Encoding.Length > 0 ? $" as {packed.Encoding}" : ", uncompressed")}; there is [CompressedAnswer] for that.");
        if (!packed.Headers.Vary.Any(v => v.Contains("Accept-Encoding", StringComparison.OrdinalIgnoreCase)))
            throw new RefusalException("compression", "Compressed, but without Vary: Accept-Encoding: a cache would hand it to clients that can't read it.");
    }

    private static async Task FreshAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        await BadInput.EnsureRefusedAsync(apis.Small, ["/products?size=0", "/products?size=201"], cancellationToken);
        try
        {
            await apis.Small.ChangeDataAsync(cancellationToken);
            var (bad, yours) = (Products((await apis.Small.BadAsync("/products?size=1", cancellationToken)).Json())[0],
                Products((await apis.Small.YoursAsync("/products?size=1", cancellationToken)).Json())[0]);
            if (!JsonElement.DeepEquals(bad.GetProperty("price"), yours.GetProperty("price")))
                throw new RefusalException("stale", $"Product 1 costs {bad.GetProperty("price")} now, and the list says {yours.GetProperty("price")}.");
        }
        finally
        {
            await apis.Small.RestoreDataAsync(cancellationToken);
        }
    }

    private static JsonElement[] Products(JsonElement answer) => answer.TryGetProperty("products", out var products) && products.ValueKind == JsonValueKind.Array
        ? [.. products.EnumerateArray()] : throw new RefusalException("same-answer", "The answer has no list named products.");

    /// <summary>Of each product the field whose text leads somewhere, or holds the picture itself.</summary>
    private static async Task<string?[]> AddressesAsync(GradedApi api, CancellationToken cancellationToken)
        => [.. Products((await api.YoursAsync("/products?size=5", cancellationToken)).Json()).Select(product => product.EnumerateObject()
            .Where(field => field.Name.Contains("image", StringComparison.OrdinalIgnoreCase) && field.Value.ValueKind == JsonValueKind.String)
            .Select(field => field.Value.GetString()!).OrderByDescending(text => text.StartsWith('/')).ThenByDescending(text => text.Length).FirstOrDefault())];

    private static string Short(string text) => text.Length > 120 ? text[..120] + "…" : text;

    [GeneratedRegex("[A-Za-z0-9+/]{2000}")]
    private static partial Regex Base64();

    /// <summary>The column itself, not its type or hash.</summary>
    [GeneratedRegex(@"\bimage\b|SELECT\s+(\w+\.)?\*", RegexOptions.IgnoreCase)]
    private static partial Regex ImageColumn();
}
