using System.Buffers.Text;

namespace PyConDemo.Checklist.Http;

/// <summary>Recognises a file that a serializer wrote as an array of numbers: `[137,80,78,71, …]`.</summary>
internal sealed class ByteArray
{
    private const int MinCount = 64;
    private readonly byte[] _bytes = new byte[FileKind.NeededBytes];
    private bool _isOpen;
    private long _start;
    private int _count;

    public void Start(long at) => (_isOpen, _start, _count) = (true, at, 0);

    /// <summary>A value is no number, so the array does not consist of bytes.</summary>
    public void Stop() => _isOpen = false;

    public void Add(ReadOnlySpan<byte> number)
    {
        if (!_isOpen) return;
        _isOpen = Utf8Parser.TryParse(number, out byte value, out var length) && length == number.Length;
        if (_count < _bytes.Length) _bytes[_count] = value;
        _count++;
    }

    /// <summary>The array, or the kept part of the JSON, ends here.</summary>
    public void End(long at, EncodedFiles files)
    {
        var start = _bytes.AsSpan(0, Math.Min(_count, _bytes.Length));
        if (_isOpen && _count >= MinCount && FileKind.Of(start) is { } kind) files.Add(kind, at - _start);
        Stop();
    }
}
