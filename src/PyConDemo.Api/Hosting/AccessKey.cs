using System.Net.Http.Headers;

namespace PyConDemo.Api.Hosting;

/// <summary>The key for callers on other machines. It is the password of HTTP Basic authentication, so that curl, k6,
/// the stage and a browser's dialog can send it. Thread-safe.</summary>
/// <param name="value">At least 16 characters.</param>
public sealed class AccessKey(string value)
{
    private readonly byte[] _hash = Hash(value);

    public string Value => value;

    public static AccessKey NewRandom() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <summary>True if the request's password is the key. The user name doesn't matter.</summary>
    public bool IsIn(HttpRequest request)
        => PasswordOf(request) is { } password
            // Hashes have equal lengths, so the time of the comparison says nothing about the key.
            && CryptographicOperations.FixedTimeEquals(_hash, Hash(password));

    private static string? PasswordOf(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase) || header.Parameter is null)
        {
            return null;
        }

        var bytes = new byte[header.Parameter.Length]; // more than enough: base64 is longer than what it encodes
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out var length)) return null;
        var userAndPassword = Encoding.UTF8.GetString(bytes, 0, length);
        return userAndPassword.IndexOf(':') is >= 0 and var colon ? userAndPassword[(colon + 1)..] : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
