using PyConDemo.Api.Storage;

namespace PyConDemo.Api.Tests.Storage;

public sealed class FolderObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pycondemo-objects-");

    public FolderObjectStoreTests() => Store = New();

    protected override IObjectStore Store { get; }

    private string[] Files => [.. _folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => f.FullName)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Another_start_finds_what_was_put()
    {
        var put = await Store.PutAsync(ObjectKind.Images, Content(77), "image/jpeg", Cancellation);
        await using var got = await New().GetAsync(put, Cancellation);
        Assert.Equal((put, "image/jpeg"), (got!.Key, got.ContentType));
    }

    [Fact]
    public async Task Ranges_can_be_read()
    {
        var put = await Store.PutAsync(ObjectKind.Images, Content(5000), "image/jpeg", Cancellation);
        await using var got = await Store.GetAsync(put, Cancellation);
        Assert.True(got!.Content.CanSeek);
        Assert.Equal(5000, got.Content.Length);
        Assert.Equal(4990, got.Content.Seek(-10, SeekOrigin.End));
        Assert.Equal(Content(5000)[4990..], await ReadAsync(got.Content));
        got.Content.Position = 100;
        var ten = new byte[10];
        await got.Content.ReadExactlyAsync(ten, Cancellation);
        Assert.Equal(Content(5000)[100..110], ten);
        Assert.Equal(110, got.Content.Position);
        // A reader can't seek into the header.
        Assert.Throws<ArgumentOutOfRangeException>(() => got.Content.Seek(-111, SeekOrigin.Current));
        Assert.False(got.Content.CanWrite);
    }

    [Fact]
    public async Task A_reader_is_not_disturbed_by_a_delete()
    {
        var put = await Store.PutAsync(ObjectKind.Images, Content(300_000), "image/jpeg", Cancellation);
        await using var got = await Store.GetAsync(put, Cancellation);
        await Store.DeleteAsync(put, Cancellation);
        Assert.Equal(Content(300_000), await ReadAsync(got!.Content));
    }

    [Fact]
    public async Task A_put_leaves_one_file()
    {
        await Store.PutAsync(ObjectKind.Images, Content(300_000), "image/jpeg", Cancellation);
        await Store.PutAsync(ObjectKind.Images, Content(300_000), "image/jpeg", Cancellation);
        Assert.Single(Files);
    }

    [Fact]
    public async Task A_writer_that_was_killed_leaves_nothing_to_see_and_is_swept_later()
    {
        var put = await Store.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation);
        var whole = Assert.Single(Files);
        await Store.DeleteAsync(put, Cancellation);
        await File.WriteAllBytesAsync($"{whole}.dead.part", Content(20), Cancellation);
        await File.WriteAllBytesAsync($"{whole}.alive.part", Content(20), Cancellation);
        File.SetLastWriteTimeUtc($"{whole}.dead.part", TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));

        var next = New();
        Assert.Null(await next.GetAsync(put, Cancellation));
        Assert.Empty(await next.ListAsync(ObjectKind.Images, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([$"{whole}.alive.part"], Files);
        Assert.Equal(put, await next.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation));
    }

    [Fact]
    public async Task What_else_lies_in_the_folder_is_no_object()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "images", "README"), "hello", Cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "images", new string('A', 64)), "hello", Cancellation);
        Assert.Empty(await ListAsync(ObjectKind.Images));
    }

    [Fact]
    public async Task A_foreign_file_in_an_objects_place_is_an_error_not_an_answer()
    {
        var put = await Store.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation);
        await File.WriteAllBytesAsync(Assert.Single(Files), Content(300), Cancellation);
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.GetAsync(put, Cancellation));
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused()
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");
        Assert.ThrowsAny<IOException>(() => new FolderObjectStore(new StorageSettings { Folder = file }));
    }

    private FolderObjectStore New() => new(new StorageSettings { Folder = _folder.FullName });
}
