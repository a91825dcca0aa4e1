using System.Text;
using System.Text.RegularExpressions;

namespace PyConDemo.Workshop.Exercises;

internal sealed partial class FatPayloadsExercise() : Exercise(
    "fat-payloads", "A list of 50 products has 4 MB. Send what the list shows, and no image inside.")
{
    private const int Size = 50;

    /// <summary>Bytes of JSON per product: twice what the good lane's five fields take.</summary>
    private const int MostPerItem = 400;

    private const string List = "/products?size=50", Encodings = "br, gzip";

    public override IReadOnlyList<string> Hints =>
    [
        "Run `curl -s 'http://127.0.0.1:5080/yours/products?size=50' | wc -c` and look at one product: which fields "
            + "does a list show?",
        "Select the fields of the list in the query, so that PostgreSQL doesn't send the others either. `ProductItem` "
            + "is a record with its five fields.",
        "Each image already has an address: `/images/` and its hash. Send the address.",
        "`.Select(ProductItem.FromProduct)`; and `[CompressedAnswer, WeakETag]` on the handler: it compresses the "
            + "answer for clients that accept it, and answers 304 to clients that already have it.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("every product that bad lists, with each field that the list shows", FieldsAsync),
        new("sends only what the list shows", WeightAsync),
        new("each image has its own address, which does not change", ImagesAsync),
        new("PostgreSQL sends no image either", ColumnsAsync),
        new("compressed for clients that accept it, and only for them", CompressionAsync),
        new("shows a changed price at once, and refuses bad input", FreshAsync),
    ];

    private static async Task FieldsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        // The list shows what the good lane sends. Only the image's address may have another name.
        var good = Products(await apis.Small.SendAsync(LaneRequest.Get("/good/products?size=1"), cancellationToken));
        var shown = good[0].EnumerateObject().Select(field => field.Name).Where(name => name != "imageUrl").ToArray();
        foreach (var api in apis.Both)
        {
            foreach (var size in (int[])[1, Size, 200])
            {
                var bad = Products(await api.BadAsync($"/products?size={size}", cancellationToken));
                var yours = Products(await api.YoursAsync($"/products?size={size}", cancellationToken));
                Refuse.If(yours.Length != bad.Length, "same-answer",
                    $"{yours.Length} products for size={size}; bad lists {bad.Length}.");
                foreach (var (expected, actual) in bad.Zip(yours))
                {
                    var wrong = shown.FirstOrDefault(name => !actual.TryGetProperty(name, out var value)
                        || !JsonElement.DeepEquals(value, expected.GetProperty(name)));
                    Refuse.If(wrong is not null, "fields", $"In product {expected.GetProperty("id")}, `{wrong}` is "
                        + "missing or differs from bad.");
                }
            }
        }
    }

    private static async Task ImagesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        var bad = Products(await api.BadAsync("/products?size=5", cancellationToken));
        var first = await AddressesAsync(api, cancellationToken);
        var second = await AddressesAsync(api, cancellationToken);
        foreach (var (product, address) in bad.Zip(first))
        {
            Refuse.If(address is null, "image", "A product has no address of its image, but the list shows it.");
            var isAddress = address.StartsWith('/');
            Refuse.If(!isAddress, "image", $"The image is '{Short(address)}': send its address, not the bytes.");
            var image = await api.SendAsync(LaneRequest.Get(address), cancellationToken);
            var expected = product.GetProperty("image").GetBytesFromBase64();
            var isPicture = image.Status == HttpStatusCode.OK && image.Body.AsSpan().SequenceEqual(expected);
            Refuse.If(!isPicture, "image",
                $"{Short(address)} answers {(int)image.Status}, and not this product's picture.");
            var cache = image.Headers.CacheControl;
            Refuse.If(cache is not { MaxAge.TotalDays: >= 1, NoCache: false }, "image",
                $"A client may not keep {Short(address)}, so it loads the image again (Cache-Control: {cache}).");
        }

        var (before, after) = first.Zip(second).FirstOrDefault(pair => pair.First != pair.Second);
        Refuse.If(before != after, "image-moves", $"The address of the same picture changed from {Short(before)} "
            + $"to {Short(after)}: no cache finds it again. Put the image's hash into its address.");
    }

    private static async Task WeightAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var plain = await apis.Small.YoursAsync(List, cancellationToken);
        var packed = await apis.Small.YoursAsync(List, cancellationToken, accept: Encodings);
        var hasImages = Base64().IsMatch(Encoding.UTF8.GetString(plain.Body));
        Refuse.If(hasImages, "base64", packed.Encoding.Length > 0
            ? $"The answer is compressed to {packed.Body.Length:N0} bytes, but the images are still inside as base64: "
                + "compression does not make a JPEG smaller."
            : $"{plain.Body.Length:N0} bytes: the images are inside as base64, a third larger than they are.");
        Refuse.If(plain.Body.Length > Size * MostPerItem, "bytes", $"{plain.Body.Length / Size:N0} bytes for one "
            + $"product of a list (at most {MostPerItem}): it has fields that nobody sees there.");
    }

    private static async Task ColumnsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var cost = await apis.Small.CostAsync(List, cancellationToken);
        var whole = cost.Statements.FirstOrDefault(sql => ImageColumn().IsMatch(sql));
        Refuse.If(whole is not null, "columns", "The answer is small, but the query still reads the images out of "
            + $"PostgreSQL and discards them: {Short(whole)} Select the fields in the query.");
        Refuse.If(cost.Commands > 2, "commands", $"{cost.Commands:N0} commands for one list.");
    }

    private static async Task CompressionAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var plain = await apis.Small.YoursAsync(List, cancellationToken);
        var packed = await apis.Small.YoursAsync(List, cancellationToken, accept: Encodings);
        Refuse.If(plain.Encoding.Length > 0, "compression",
            $"A client that accepts no compression gets {plain.Encoding}.");
        var isPacked = packed.Encoding is "br" or "gzip" && packed.Body.Length <= plain.Body.Length / 2;
        Refuse.If(!isPacked, "compression", $"A client that accepts {Encodings} gets {packed.Body.Length:N0} bytes "
            + $"encoded as '{packed.Encoding}'. [CompressedAnswer] compresses an answer.");
        var varies = packed.Headers.Vary.Any(v => v.Contains("Accept-Encoding", StringComparison.OrdinalIgnoreCase));
        Refuse.If(!varies, "compression", "The answer is compressed, but without Vary: Accept-Encoding. A cache would "
            + "send it to clients that can't read it.");
    }

    private static async Task FreshAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        await Refuse.IfAcceptedAsync(api, ["/products?size=0", "/products?size=201"], cancellationToken);
        try
        {
            await api.ChangeDataAsync(cancellationToken);
            var bad = Price(await api.BadAsync("/products?size=1", cancellationToken));
            var yours = Price(await api.YoursAsync("/products?size=1", cancellationToken));
            var isSame = JsonElement.DeepEquals(bad, yours);
            Refuse.If(!isSame, "stale", $"Product 1 now costs {bad}, but the list says {yours}.");
        }
        finally
        {
            await api.RestoreDataAsync(cancellationToken);
        }

        static JsonElement Price(GradedAnswer answer) => Products(answer)[0].GetProperty("price");
    }

    private static JsonElement[] Products(GradedAnswer answer) => answer.List("products");

    /// <summary>For each product, the field that has the image's address, or the picture itself.</summary>
    private static async Task<string?[]> AddressesAsync(GradedApi api, CancellationToken cancellationToken)
    {
        return [.. Products(await api.YoursAsync("/products?size=5", cancellationToken)).Select(Address)];

        static string? Address(JsonElement product) => product.EnumerateObject()
            .Where(field => field.Name.Contains("image", StringComparison.OrdinalIgnoreCase))
            .Where(field => field.Value.ValueKind == JsonValueKind.String)
            .Select(field => field.Value.GetString()!)
            .OrderByDescending(text => text.StartsWith('/')).ThenByDescending(text => text.Length).FirstOrDefault();
    }

    private static string? Short(string? text) => text?.Length > 120 ? text[..120] + "…" : text;

    [GeneratedRegex("[A-Za-z0-9+/]{2000}")]
    private static partial Regex Base64();

    /// <summary>The image column itself, not the columns with its type or hash.</summary>
    [GeneratedRegex(@"\bimage\b|SELECT\s+(\w+\.)?\*", RegexOptions.IgnoreCase)]
    private static partial Regex ImageColumn();
}
