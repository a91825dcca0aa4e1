using System.Security.Cryptography;

namespace PyConDemo.Checklist.Recording;

/// <summary>A measured request's number. Its text is needed only if somebody looks at the request.</summary>
internal readonly record struct RequestId
{
    // It distinguishes the requests of several processes. A random id per request would cost a system call each.
    private static readonly string Process = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private static long _last;

    private readonly long _number;

    private RequestId(long number) => _number = number;

    public static RequestId Next() => new(Interlocked.Increment(ref _last));

    /// <summary>The id with this text; null if it is none of this process.</summary>
    public static RequestId? TryParse(string text)
        => text.Length == 2 * Process.Length
            && text.StartsWith(Process, StringComparison.Ordinal)
            && long.TryParse(
                text.AsSpan(Process.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
                ? new RequestId(number)
                : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process}{_number:x16}");
}
