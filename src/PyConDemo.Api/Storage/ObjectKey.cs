using System.Diagnostics.CodeAnalysis;

namespace PyConDemo.Api.Storage;

/// <summary>The kind of an object. Each kind has its own prefix.</summary>
public enum ObjectKind
{
    Images,
    Reports,
}

/// <summary>Names an object by its content: a kind and a SHA-256, such as <c>images/9f86d0…</c>. A key has no dot, no
/// backslash and one slash in a known place, so no text from outside can lead to another path.</summary>
public sealed record ObjectKey
{
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    private readonly string _text;

    private ObjectKey(ObjectKind kind, string hash) => (Kind, Hash, _text) = (kind, hash, kind.Prefix() + hash);

    public ObjectKind Kind { get; }

    /// <summary>64 lowercase hexadecimal digits.</summary>
    public string Hash { get; }

    public static ObjectKey Of(ObjectKind kind, ReadOnlySpan<byte> content) =>
        new(kind, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Makes a key of its parts: the kind is known to the route, the hash comes from the caller.</summary>
    public static bool TryCreate(ObjectKind kind, string? hash, [NotNullWhen(true)] out ObjectKey? key)
    {
        key = hash is { Length: HashLength } && hash.All(char.IsAsciiHexDigitLower) ? new(kind, hash) : null;
        return key is not null;
    }

    /// <summary>Reads a key as <see cref="ToString"/> writes it.</summary>
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

    public override string ToString() => _text;
}

public static class ObjectKinds
{
    /// <summary>The first part of the keys of this kind, with the slash.</summary>
    public static string Prefix(this ObjectKind kind) => kind switch
    {
        ObjectKind.Images => "images/",
        ObjectKind.Reports => "reports/",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of object."),
    };
}
