using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PyConDemo.Api.Storage;

/// <summary>
/// Names an object by its content: a kind and a SHA-256, such as <c>images/9f86d0…</c>. Only this type's parsers make one, and what they
/// accept has no dot, no backslash and one slash in a known place: no text from outside can become another path.
/// </summary>
public sealed record ObjectKey
{
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    private ObjectKey(ObjectKind kind, string hash) => (Kind, Hash) = (kind, hash);

    public ObjectKind Kind { get; }

    /// <summary>64 lowercase hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The key of this content: the same bytes have the same key, for ever.</summary>
    public static ObjectKey Of(ObjectKind kind, ReadOnlySpan<byte> content) =>
        new(Known(kind), Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>From the parts, as a route has them: the kind is the route's own, the hash is the caller's.</summary>
    public static bool TryCreate(ObjectKind kind, string? hash, [NotNullWhen(true)] out ObjectKey? key)
    {
        key = hash is { Length: HashLength } && hash.All(char.IsAsciiHexDigitLower) ? new(Known(kind), hash) : null;
        return key is not null;
    }

    /// <summary>From the whole, as <see cref="ToString"/> wrote it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ObjectKey? key)
    {
        key = null;
        foreach (var kind in Enum.GetValues<ObjectKind>())
        {
            if (text is not null && text.StartsWith(kind.Prefix(), StringComparison.Ordinal))
                return TryCreate(kind, text[kind.Prefix().Length..], out key);
        }

        return false;
    }

    public override string ToString() => Kind.Prefix() + Hash;

    private static ObjectKind Known(ObjectKind kind) =>
        Enum.IsDefined(kind) ? kind : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of object.");
}
