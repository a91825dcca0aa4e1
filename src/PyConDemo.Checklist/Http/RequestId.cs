using System.Globalization;
using System.Security.Cryptography;

namespace PyConDemo.Checklist.Http;

/// <summary>Names measured requests: this process at random, then a count. A random id for each would cost a system call each.</summary>
internal static class RequestId
{
    private static readonly string Process = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private static long _last;

    /// <summary>32 hexadecimal digits.</summary>
    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Process}{Interlocked.Increment(ref _last):x16}");
}
