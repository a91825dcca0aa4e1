namespace PyConDemo.Checklist.Http;

/// <summary>Told of each run of body bytes, in their order, before they leave.</summary>
internal delegate void BytesSeen(ReadOnlySpan<byte> bytes);
