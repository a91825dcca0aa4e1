using System.Net;
using System.Net.Http.Json;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Storage;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns.FatPayloads;

public sealed class ImagePublisherTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_publishes_every_image_once_and_puts_back_what_is_missing()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        using var folder = new ScratchFolder();
        var store = new FolderObjectStore(new StorageSettings { Folder = folder.Path });
        var publisher = new ImagePublisher(database.Source, store);

        Assert.Equal(200, await publisher.PublishAsync(Cancel));
        var published = await KeysAsync(store);
        Assert.Equal(200, published.Count);

        Assert.Equal(0, await publisher.PublishAsync(Cancel));

        await store.DeleteAsync(published[42], Cancel);
        Assert.Equal(1, await publisher.PublishAsync(Cancel));
        Assert.Equal(published, await KeysAsync(store));
    }

    [Fact]
    public async Task Two_programs_at_once_publish_the_same()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        using var folder = new ScratchFolder();
        var options = new StorageSettings { Folder = folder.Path };
        ImagePublisher[] publishers =
        [
            new(database.Source, new FolderObjectStore(options)),
            new(database.Source, new FolderObjectStore(options)),
        ];

        await Task.WhenAll(publishers.Select(publisher => publisher.PublishAsync(Cancel)));

        Assert.Equal(200, (await KeysAsync(new FolderObjectStore(options))).Count);
        // There are no part files left.
        Assert.Equal(200, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Cancelled_in_the_middle_it_goes_on_where_it_ended()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        using var folder = new ScratchFolder();
        var store = new FolderObjectStore(new StorageSettings { Folder = folder.Path });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var stopped = new ImagePublisher(database.Source, new StoppingStore(store, 50, stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.PublishAsync(stop.Token));
        var left = 200 - (await KeysAsync(store)).Count;

        Assert.InRange(left, 1, 199);
        Assert.Equal(left, await new ImagePublisher(database.Source, store).PublishAsync(Cancel));
    }

    [Fact]
    public async Task When_the_program_is_ready_each_address_in_the_list_leads_to_an_image()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        using var folder = new ScratchFolder();
        await using var demo = DemoProcess.Start(
            ("ConnectionStrings__Demo", database.ConnectionString),
            ("Demo__Scale", "small"),
            ("Storage__Folder", folder.Path));
        using var client = await demo.ReadyAsync(Cancel);

        var list = await client.GetFromJsonAsync<FatPayloadsResult<ProductItem>>("/good/products?size=200", Cancel);
        foreach (var product in list!.Products)
        {
            using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, product.ImageUrl), Cancel);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        }
    }

    [Fact]
    public async Task A_store_that_can_not_be_made_ends_the_program_with_a_line_that_names_the_setting()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        using var folder = new ScratchFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "", Cancel);
        await using var demo = DemoProcess.Start(
            ("ConnectionStrings__Demo", database.ConnectionString),
            ("Demo__Scale", "small"),
            ("Storage__Folder", Path.Combine(file, "below")));

        await demo.WaitForExitAsync(Cancel);

        Assert.Equal(1, demo.ExitCode);
        Assert.Contains("Storage__Folder", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", demo.Output, StringComparison.Ordinal);
    }

    private static async Task<List<ObjectKey>> KeysAsync(FolderObjectStore store)
    {
        var keys = new List<ObjectKey>();
        await foreach (var key in store.ListAsync(ObjectKind.Images, Cancel))
        {
            keys.Add(key);
        }

        return keys;
    }
}
