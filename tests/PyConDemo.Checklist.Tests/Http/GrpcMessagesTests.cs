using PyConDemo.Checklist.Http;

namespace PyConDemo.Checklist.Tests.Http;

public sealed class GrpcMessagesTests
{
    // Two messages, one of them empty, and gRPC-Web's trailers.
    private static readonly byte[] Body =
        [0, 0, 0, 0, 3, 7, 7, 7, 1, 0, 0, 0, 0, 0x80, 0, 0, 0, 2, 9, 9];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(20)]
    public void Messages_count_however_the_bytes_arrive(int chunk)
    {
        var messages = new GrpcMessages();
        foreach (var bytes in Body.Chunk(chunk)) messages.Add(bytes);
        Assert.Equal(2, messages.Count);
    }

    [Fact]
    public void The_length_has_four_bytes()
    {
        var messages = new GrpcMessages();
        messages.Add([0, 0, 0, 1, 2, .. new byte[258], 0, 0, 0, 0, 0]);
        Assert.Equal(2, messages.Count);
    }
}
