using System.Buffers;

namespace PyConDemo.Checklist.Http;

/// <summary>The first bytes of a body, in rented memory that is returned when the rules have run.</summary>
internal sealed class BodySample : IDisposable
{
    /// <summary>The payload rule looks at this many bytes, 1 MiB. The rented memory grows with the body, so a small
    /// body takes little.</summary>
    public const int MaxBytes = 1024 * 1024;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>Adds the body's next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, MaxBytes - _length)];
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public ReadOnlyMemory<byte> Read() => _bytes.AsMemory(0, _length);

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private void Reserve(int more)
    {
        if (_length + more <= _bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + more, Math.Min(2 * _bytes.Length, MaxBytes)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
