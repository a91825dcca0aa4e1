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
    private SentFile? _file;

    /// <summary>Adds the body's next bytes. Those behind a file are not kept.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_file is not null) return;
        bytes = bytes[..Math.Min(bytes.Length, MaxBytes - _length)];
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>The server sends a part of a file by itself.</summary>
    /// <param name="count">The number of bytes; null for all until the file's end.</param>
    public void AddFile(string path, long offset, long? count) => _file ??= new(path, offset, count);

    /// <summary>The first bytes. A file is read now. If it is gone, its bytes are missing.</summary>
    public ReadOnlyMemory<byte> Read()
    {
        if (_file is not null) ReadFile(_file);
        return _bytes.AsMemory(0, _length);
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private void ReadFile(SentFile sent)
    {
        try
        {
            using var file = File.OpenHandle(sent.Path);
            var rest = sent.Count ?? RandomAccess.GetLength(file) - sent.Offset;
            var count = (int)Math.Clamp(rest, 0, MaxBytes - _length);
            Reserve(count);
            for (int read, done = 0; done < count; done += read, _length += read)
            {
                read = RandomAccess.Read(file, _bytes.AsSpan(_length, count - done), sent.Offset + done);
                if (read == 0) return;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The program may delete a file once it is sent.
        }
    }

    private void Reserve(int more)
    {
        if (_length + more <= _bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + more, Math.Min(2 * _bytes.Length, MaxBytes)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    private sealed record SentFile(string Path, long Offset, long? Count);
}
