using System.IO.Compression;
using System.Text.RegularExpressions;

namespace PyConDemo.Workshop.Exercises;

/// <summary>Checks what a list of products shows: fields, weight, and addresses of images. For one check.</summary>
internal sealed partial class ProductsCheck(World world)
{
    /// <summary>Bytes of JSON per product: twice what the good lane's five fields take.</summary>
    private const int MostPerItem = 400;

    private const int Few = 12, MaxImages = 40;
    private const string List = "/products?size=50", Encodings = "br, gzip";

    /// <summary>What clients send that don't accept some encodings, and the encoding that they must get.</summary>
    private static readonly (string Accepted, string Allowed)[] Refusals =
        [("identity", ""), ("gzip;q=0", ""), ("br;q=0, gzip;q=0", ""), ("br;q=0, gzip", "gzip"), ("x-gzipped", "")];

    /// <summary>What the list shows beside the image, whose field may have any name.</summary>
    private static readonly string[] Shown = ["id", "name", "brand", "price"];

    private readonly Dictionary<(int Id, string Hash), string> _addresses = [];

    public static IReadOnlyList<DataChange> Changes { get; } =
    [
        new("A price was changed", "UPDATE products SET price = trunc(price) + 0.5 WHERE id = (SELECT min(id) FROM "
            + "products)"),
        new("A product was renamed", """
            UPDATE products SET name = 'Café "D''Arc", <5 l>; {x}' WHERE id = (SELECT min(id) + 1 FROM products)
            """),
        new("Two products got another brand", "UPDATE products SET brand = brand || '!' WHERE id IN (3, 5)"),
        new("Two products swapped their images", """
            CREATE TEMPORARY TABLE swapped AS SELECT * FROM products WHERE id IN (2, 4);
            UPDATE products SET image_hash = id::text WHERE id IN (2, 4);
            UPDATE products p SET image = o.image, image_hash = o.image_hash, image_type = o.image_type
            FROM swapped o
            WHERE (p.id, o.id) IN ((2, 4), (4, 2));
            DROP TABLE swapped;
            """),
        new("A product got a long price and a tiny image", """
            UPDATE products SET price = 98765432.19, image = '\xffd8ffd9', image_type = 'image/jpeg',
                image_hash = encode(sha256('\xffd8ffd9'), 'hex')
            WHERE id = (SELECT min(id) FROM products)
            """),
        new("A product was deleted", "DELETE FROM products WHERE id = 6"),
        new("A product without an image was added, with the lowest id", """
            INSERT INTO products
            SELECT (jsonb_populate_record(p,
                '{"id": 0, "sku": "new", "name": "First", "price": 1.25, "image": "\\x", "image_hash": ""}')).*
            FROM products p
            WHERE id = 7
            """),
    ];

    /// <summary>Compares a product with the bad lane's. Null if it shows the same.</summary>
    /// <exception cref="RefusalException">The image is in it.</exception>
    public static string? Difference(JsonElement bad, JsonElement yours)
    {
        var image = bad.GetProperty("image").GetString()!;
        var inside = yours.EnumerateObject().Where(field => image.Length > 0
                && field.Value.ValueKind == JsonValueKind.String
                && field.Value.GetString()!.Contains(image, StringComparison.Ordinal))
            .Select(field => field.Name).FirstOrDefault();
        Refuse.If(inside is not null, "base64", $"In product {bad.GetProperty("id")}, `{inside}` is the image itself "
            + "as base64, however small: the list does not need it.");
        return Shown.Where(name => !yours.TryGetProperty(name, out var value)
                || !JsonElement.DeepEquals(value, bad.GetProperty(name)))
            .Select(name => $"in product {bad.GetProperty("id")}, `{name}` is missing or differs from bad")
            .FirstOrDefault();
    }

    /// <summary>Refuses an answer with images inside, or with more than a list shows.</summary>
    public static void EnsureSmall(LaneAnswer answer)
    {
        var products = answer.List("products");
        foreach (var product in products)
        {
            foreach (var field in product.EnumerateObject().Where(field => IsPicture(field.Value)))
            {
                throw new RefusalException("base64", $"{answer.Path} has {answer.Body.Length:N0} bytes: each product's "
                    + $"`{field.Name}` is the image itself as base64, a third larger than the image. Compression does "
                    + "not make it smaller.");
            }
        }

        if (answer.Body.Length <= (products.Length + 1) * MostPerItem) return;
        var largest = products[0].EnumerateObject().MaxBy(field => field.Value.GetRawText().Length);
        throw new RefusalException("bytes", $"{answer.Path} has {answer.Body.Length / products.Length:N0} bytes for "
            + $"each product (at most {MostPerItem}). The largest field is `{largest.Name}`, with "
            + $"{largest.Value.GetRawText().Length:N0} bytes: the list does not show it.");
    }

    /// <summary>Each product has an address that serves its image, and that a client may keep.</summary>
    public async Task ImagesAsync(CancellationToken cancellationToken)
    {
        var bad = await BadAsync(MaxImages, cancellationToken);
        var yours = await ProductsAsync(world.First, cancellationToken);
        foreach (var (product, item) in bad.Zip(yours).OrderBy(_ => Random.Shared.Next()).Take(Few))
        {
            if (product.GetProperty("image").GetBytesFromBase64() is not { Length: > 0 } picture) continue;
            var address = AddressOf(item);
            Refuse.If(address is null, "image",
                $"Product {product.GetProperty("id")} has no address of its image, but the list shows it.");
            EnsureOwn(world.First, address);
            var image = await world.First.SendAsync(LaneRequest.Get(PathOf(address)), cancellationToken);
            var isPicture = image.Status == HttpStatusCode.OK && image.Body.AsSpan().SequenceEqual(picture);
            Refuse.If(!isPicture, "image", $"{address} answers {(int)image.Status}, and not this product's picture.");
            var cache = image.Headers.CacheControl;
            Refuse.If(cache is not { MaxAge.TotalDays: >= 1, NoCache: false, NoStore: false }, "image",
                $"A client may not keep {address}, so it loads the image again (Cache-Control: {cache}).");
        }

        await EnsureStayAsync(world.First, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>After a minute and a day, on another server, and after all changes: the same picture has the same
    /// address, and another picture has another one.</summary>
    public async Task AddressesStayAsync(CancellationToken cancellationToken)
    {
        foreach (var server in (CheckedServer[])[world.First, await world.SecondAsync()])
        {
            foreach (var time in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)])
                await EnsureStayAsync(server, time, cancellationToken);
        }
    }

    /// <summary>A client that accepts a compression gets it; the others get plain JSON.</summary>
    public async Task CompressionAsync(CancellationToken cancellationToken)
    {
        var plain = (await world.First.SendAsync(LaneRequest.Get($"/yours{List}"), cancellationToken)).EnsureSuccess();
        foreach (var encodings in (string[])[Encodings, "gzip", "br"])
        {
            var packed = await world.First.SendAsync(
                LaneRequest.Get($"/yours{List}"), cancellationToken, ("Accept-Encoding", encodings));
            packed.EnsureSuccess();
            var isPacked = encodings.Contains(packed.Encoding, StringComparison.Ordinal) && packed.Encoding.Length > 0
                && packed.Body.Length <= plain.Body.Length / 2;
            Refuse.If(!isPacked, "compression", $"A client that accepts {encodings} gets {packed.Body.Length:N0} bytes "
                + $"encoded as '{packed.Encoding}'. [CompressedAnswer] compresses an answer.");
            Refuse.If(!Unpack(packed).AsSpan().SequenceEqual(plain.Body), "compression", $"A client that accepts "
                + $"{encodings} gets an answer encoded as '{packed.Encoding}', which is another one when it is decoded.");
            var varies = packed.Headers.Vary.Any(
                name => name.Contains("Accept-Encoding", StringComparison.OrdinalIgnoreCase));
            Refuse.If(!varies, "compression", "The answer is compressed, but without Vary: Accept-Encoding. A cache "
                + "would send it to clients that can't read it.");
        }

        foreach (var (encodings, allowed) in Refusals)
        {
            var answer = await world.First.SendAsync(
                LaneRequest.Get($"/yours{List}"), cancellationToken, ("Accept-Encoding", encodings));
            Refuse.If(answer.EnsureSuccess().Encoding != allowed, "compression", "A client that sends Accept-Encoding: "
                + $"{encodings} gets an answer encoded as '{answer.Encoding}', not as '{allowed}'.");
        }
    }

    /// <summary>True if a client that sends the list's ETag gets a 304, and no body.</summary>
    public async Task<bool> HasETagAsync(CancellationToken cancellationToken)
    {
        var list = await world.First.SendAsync(LaneRequest.Get($"/yours{List}"), cancellationToken);
        if (list.Headers.ETag?.ToString() is not { } tag) return false;
        var again = await world.First.SendAsync(
            LaneRequest.Get($"/yours{List}"), cancellationToken, ("If-None-Match", tag));
        return again.Status == HttpStatusCode.NotModified && again.Body.Length == 0;
    }

    /// <summary>Decodes a body. Empty if it isn't encoded as the answer says.</summary>
    private static byte[] Unpack(LaneAnswer answer)
    {
        using var packed = new MemoryStream(answer.Body);
        using Stream stream = answer.Encoding == "br"
            ? new BrotliStream(packed, CompressionMode.Decompress)
            : new GZipStream(packed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        try
        {
            stream.CopyTo(plain);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return [];
        }

        return plain.ToArray();
    }

    private async Task EnsureStayAsync(CheckedServer server, TimeSpan later, CancellationToken cancellationToken)
    {
        await server.Process.MoveClockAsync(later, cancellationToken);
        var bad = await BadAsync(MaxImages, cancellationToken);
        var yours = await ProductsAsync(server, cancellationToken);
        foreach (var (product, item) in bad.Zip(yours))
        {
            var key = (product.GetProperty("id").GetInt32(), product.GetProperty("imageHash").GetString()!);
            var hasImage = product.GetProperty("image").GetBytesFromBase64().Length > 0;
            if (!hasImage || AddressOf(item) is not { } address) continue;
            EnsureOwn(server, address);
            // Each server has another port, so an absolute address differs in it.
            address = PathOf(address);
            var other = _addresses.GetValueOrDefault(key);
            Refuse.If(other is not null && other != address, "image-moves", "The address of the same picture went "
                + $"from {other} to {address}: no cache finds it again. Put the image's hash into its address.");
            _addresses[key] = address;
        }

        var shared = _addresses.GroupBy(pair => (pair.Value, pair.Key.Id)).FirstOrDefault(group => group.Count() > 1);
        Refuse.If(shared is not null, "image-moves", $"Product {shared?.Key.Id} got another picture, but its address "
            + $"is still {shared?.Key.Value}: clients that keep it go on showing the old one.");
    }

    private async Task<JsonElement[]> BadAsync(int size, CancellationToken cancellationToken)
        => (await world.ReferenceAsync($"/bad/products?size={size}", cancellationToken)).Answer.List("products");

    private static async Task<JsonElement[]> ProductsAsync(CheckedServer server, CancellationToken cancellationToken)
        => (await server.SendAsync(LaneRequest.Get($"/yours/products?size={MaxImages}"), cancellationToken))
            .EnsureSuccess().List("products");

    /// <summary>The field that has an address, whatever its name is.</summary>
    private static string? AddressOf(JsonElement product) => product.EnumerateObject()
        .Where(field => !Shown.Contains(field.Name) && field.Value.ValueKind == JsonValueKind.String)
        .Select(field => field.Value.GetString()!)
        .FirstOrDefault(text => text.StartsWith('/') || text.StartsWith("http", StringComparison.OrdinalIgnoreCase));

    /// <summary>A whole address must lead to the server that sends it.</summary>
    private static void EnsureOwn(CheckedServer server, string address)
    {
        var own = server.Process.Address.Authority;
        var isOther = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            && uri.Authority != own;
        Refuse.If(isOther, "image", $"The address {address} does not lead to the server that sends it, which is "
            + $"{own}.");
    }

    private static string PathOf(string address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? uri.PathAndQuery : address;

    /// <summary>True for a long text that could be bytes, with line breaks or without, or for an address with the
    /// bytes inside (data:).</summary>
    private static bool IsPicture(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Base64().IsMatch(value.GetString()!),
        JsonValueKind.Array => value.GetArrayLength() > 200,
        _ => false,
    };

    [GeneratedRegex(@"^(data:[^,]*,)?([A-Za-z0-9+/_-]\s*){500,}=*\s*$")]
    private static partial Regex Base64();
}
