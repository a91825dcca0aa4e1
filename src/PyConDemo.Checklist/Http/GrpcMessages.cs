namespace PyConDemo.Checklist.Http;

/// <summary>Counts gRPC's messages in a body. Each is a byte of flags, a length of four bytes, and its data.</summary>
/// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md</remarks>
internal sealed class GrpcMessages
{
    private const int HeaderLength = 5;
    private const int Trailers = 0x80; // gRPC-Web's last frame, which is no message
    private int _headerBytes;
    private byte _flags;
    private uint _length;
    private long _rest;

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_rest == 0)
            {
                AddToHeader(bytes[0]);
                bytes = bytes[1..];
                continue;
            }
            var data = (int)Math.Min(_rest, bytes.Length);
            _rest -= data;
            bytes = bytes[data..];
        }
    }

    private void AddToHeader(byte value)
    {
        if (_headerBytes == 0) (_flags, _length) = (value, 0);
        else _length = (_length << 8) | value;
        if (++_headerBytes < HeaderLength) return;
        (_headerBytes, _rest) = (0, _length);
        if ((_flags & Trailers) == 0) Count++;
    }
}
