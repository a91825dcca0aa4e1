using System.Buffers;

namespace PyConDemo.Checklist.Http;

/// <summary>The first bytes of a body, in rented memory that is returned when the rules have run.</summary>
internal sealed class BodySample : IDisposable
{
    /// <summary>The payload rules look at this many bytes. A body's first items are typical of the rest.</summary>
    public const int MaxBytes = 128 * 1024;

    private byte[] _bytes = [];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, MaxBytes - _length)];
        if (_length + bytes.Length > _bytes.Length) Grow(_length + bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(2 * _bytes.Length, MaxBytes)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
