using System.Text;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.Tests.Storage;

/// <summary>
/// The contract of every object store. The test class of each store derives from this one.
/// </summary>
public abstract class ObjectStoreContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract IObjectStore Store { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_001)]
    [InlineData(3_000_000)]
    public async Task What_was_put_is_got(int length)
    {
        var content = Content(length);
        var put = await Store.PutAsync(ObjectKind.Reports, content, "application/pdf", Cancellation);
        await using var got = await Store.GetAsync(put, Cancellation);
        Assert.Equal((put, "application/pdf", length), (got!.Key, got.ContentType, got.Content.Length));
        Assert.Equal(content, await ReadAsync(got.Content));
        Assert.Equal(ObjectKey.Of(ObjectKind.Reports, content), put);
        Assert.Equal($"\"{put.Hash}\"", got.ETag);
    }

    [Fact]
    public async Task What_was_never_put_is_null()
    {
        var key = ObjectKey.Of(ObjectKind.Images, Content(11));
        Assert.Null(await Store.GetAsync(key, Cancellation));
    }

    [Fact]
    public async Task The_same_content_again_changes_nothing()
    {
        var first = await Store.PutAsync(ObjectKind.Images, Content(500), "image/jpeg", Cancellation);
        var second = await Store.PutAsync(ObjectKind.Images, Content(500), "image/png", Cancellation);
        Assert.Equal(first, second);
        await using var got = await Store.GetAsync(first, Cancellation);
        Assert.Equal("image/jpeg", got!.ContentType);
        Assert.Equal([first], await ListAsync(ObjectKind.Images));
    }

    [Fact]
    public async Task Kinds_are_apart()
    {
        var image = await Store.PutAsync(ObjectKind.Images, Content(9), "image/jpeg", Cancellation);
        Assert.True(ObjectKey.TryCreate(ObjectKind.Reports, image.Hash, out var other));
        Assert.Null(await Store.GetAsync(other, Cancellation));
        Assert.Empty(await ListAsync(ObjectKind.Reports));
    }

    [Fact]
    public async Task A_deleted_object_is_gone_and_may_come_back()
    {
        var key = await Store.PutAsync(ObjectKind.Images, Content(9), "image/jpeg", Cancellation);
        await Store.DeleteAsync(key, Cancellation);
        await Store.DeleteAsync(key, Cancellation);
        Assert.Null(await Store.GetAsync(key, Cancellation));
        await Store.PutAsync(ObjectKind.Images, Content(9), "image/jpeg", Cancellation);
        await using var got = await Store.GetAsync(key, Cancellation);
        Assert.NotNull(got);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_no_error() =>
        await Store.DeleteAsync(ObjectKey.Of(ObjectKind.Images, Content(12)), Cancellation);

    [Fact]
    public async Task A_list_is_whole_and_in_order()
    {
        var keys = new List<ObjectKey>();
        for (var i = 0; i < 300; i++)
        {
            var content = Encoding.ASCII.GetBytes($"object {i}");
            keys.Add(await Store.PutAsync(ObjectKind.Images, content, "image/jpeg", Cancellation));
        }

        Assert.Equal(keys.OrderBy(k => k.Hash, StringComparer.Ordinal), await ListAsync(ObjectKind.Images));
    }

    [Fact]
    public async Task Puts_at_once_of_one_content_are_one_object_never_seen_half()
    {
        for (var round = 0; round < 20; round++)
        {
            var content = Content(1_000_000 + round);
            var key = ObjectKey.Of(ObjectKind.Images, content);
            var reading = new TaskCompletionSource();
            using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var reader = Task.Run(() => ReadWholeOrNothingAsync(key, content, reading, done.Token), Cancellation);
            await reading.Task;
            var puts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
                () => Store.PutAsync(ObjectKind.Images, content, "image/jpeg", Cancellation), Cancellation)));
            await done.CancelAsync();
            await reader;
            Assert.All(puts, put => Assert.Equal(key, put));
            await using (var got = await Store.GetAsync(key, Cancellation))
                Assert.Equal((content.Length, "image/jpeg"), (got!.Content.Length, got.ContentType));
            Assert.Equal([key], await ListAsync(ObjectKind.Images));
            await Store.DeleteAsync(key, Cancellation);
        }
    }

    [Fact]
    public async Task A_cancelled_put_stores_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.PutAsync(ObjectKind.Images, Content(5000), "image/jpeg", cancelled.Token));
        Assert.Empty(await ListAsync(ObjectKind.Images));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no type")]
    [InlineData("image/jpeg\r\nSet-Cookie: a=b")]
    [InlineData("image/jpég")]
    public async Task A_content_type_must_be_one(string contentType)
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.PutAsync(ObjectKind.Images, Content(5), contentType, Cancellation));
        Assert.Empty(await ListAsync(ObjectKind.Images));
    }

    protected static byte[] Content(int length)
        => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 + length))];

    protected static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }

    protected async Task<List<ObjectKey>> ListAsync(ObjectKind kind)
        => await Store.ListAsync(kind, Cancellation).ToListAsync(Cancellation);

    private async Task ReadWholeOrNothingAsync(
        ObjectKey key, byte[] content, TaskCompletionSource reading, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            await using var got = await Store.GetAsync(key, Cancellation);
            if (got is not null)
                Assert.True((await ReadAsync(got.Content)).AsSpan().SequenceEqual(content));
            reading.TrySetResult(); // the first read came before the first put
        }
    }
}
