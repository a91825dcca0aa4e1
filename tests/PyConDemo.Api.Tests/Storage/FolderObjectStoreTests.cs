using System.Diagnostics;
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

    [Fact]
    public async Task A_link_is_no_object_and_its_target_is_left_alone()
    {
        var put = await Store.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation);
        var file = Assert.Single(Files);
        var elsewhere = Path.Combine(_folder.FullName, "elsewhere");
        File.Move(file, elsewhere);
        File.CreateSymbolicLink(file, elsewhere);

        Assert.Null(await Store.GetAsync(put, Cancellation));
        Assert.Empty(await ListAsync(ObjectKind.Images));
        await Store.DeleteAsync(put, Cancellation);
        File.CreateSymbolicLink(file, elsewhere);
        var before = await File.ReadAllBytesAsync(elsewhere, Cancellation);
        await Store.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation);

        Assert.Null(new FileInfo(file).LinkTarget);
        Assert.Equal(before, await File.ReadAllBytesAsync(elsewhere, Cancellation));
        await using var got = await Store.GetAsync(put, Cancellation);
        Assert.NotNull(got);
    }

    [Fact]
    public async Task Nothing_is_read_written_or_swept_behind_a_linked_folder()
    {
        var put = await Store.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation);
        var hashFolder = Path.GetDirectoryName(Assert.Single(Files))!;
        var elsewhere = Path.Combine(_folder.FullName, "elsewhere");
        Directory.Move(hashFolder, elsewhere);
        Directory.CreateSymbolicLink(hashFolder, elsewhere);
        var part = Path.Combine(elsewhere, "dead.part");
        await File.WriteAllTextAsync(part, "theirs", Cancellation);
        File.SetLastWriteTimeUtc(part, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));

        var next = New();
        Assert.Null(await next.GetAsync(put, Cancellation));
        Assert.Empty(await next.ListAsync(ObjectKind.Images, Cancellation).ToListAsync(Cancellation));
        await next.DeleteAsync(put, Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(
            () => next.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation));

        Assert.Equal(2, Directory.GetFiles(elsewhere).Length);
    }

    [Fact]
    public async Task A_linked_or_foreign_folder_of_a_kind_is_refused()
    {
        Directory.Delete(Path.Combine(_folder.FullName, "reports"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "reports"), Path.GetTempPath());
        Assert.Contains("reports' is refused: it is a link", Assert.ThrowsAny<IOException>(New).Message);

        Directory.Delete(Path.Combine(_folder.FullName, "reports"));
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a folder to another user");
        await GiveAwayAsync(_folder.FullName);
        Assert.Contains("belongs to another user", Assert.ThrowsAny<IOException>(New).Message);
    }

    [Fact]
    public async Task Another_users_file_is_not_served_and_is_replaced()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a file to another user");
        var put = await Store.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation);
        await GiveAwayAsync(Assert.Single(Files));
        Assert.Null(await Store.GetAsync(put, Cancellation));
        await Store.PutAsync(ObjectKind.Images, Content(300), "image/jpeg", Cancellation);
        await using var got = await Store.GetAsync(put, Cancellation);
        Assert.NotNull(got);
    }

    private static async Task GiveAwayAsync(string path)
    {
        using var chown = Process.Start("chown", ["-h", "65534", path]);
        await chown.WaitForExitAsync(Cancellation);
        Assert.Equal(0, chown.ExitCode);
    }

    private FolderObjectStore New() => new(new StorageSettings { Folder = _folder.FullName });
}
