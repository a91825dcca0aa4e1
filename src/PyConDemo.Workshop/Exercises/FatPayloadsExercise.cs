namespace PyConDemo.Workshop.Exercises;

internal sealed class FatPayloadsExercise() : Exercise(
    "fat-payloads", "A list of 50 products has 4 MB. Send what the list shows, and no image inside.")
{
    private const int MaxSize = 200;

    public override IReadOnlyList<string> Hints =>
    [
        "Run `curl -s 'http://127.0.0.1:5080/yours/products?size=50' | wc -c` and look at one product. Which fields "
            + "does a list show?",
        "Select the fields of the list in the query, so that PostgreSQL doesn't send the others either. `ProductItem` "
            + "is a record with its five fields.",
        "Each image already has an address: `/images/` and its hash. Send the address.",
        "Use `.Select(ProductItem.FromProduct)`. Put `[CompressedAnswer, WeakETag]` on the handler: it compresses the "
            + "answer for clients that accept it, and answers 304 to clients that already have it.",
    ];

    public override CostExample Example { get; } = new("50 products", "/products?size=50");

    public override IReadOnlyList<Step> Steps(World world)
    {
        var products = new ProductsCheck(world);
        var list = new ListCheck(world, new("/products", "products", MaxSize))
        {
            Compare = ProductsCheck.Difference,
            OnAnswer = ProductsCheck.EnsureSmall,
            ChangedSize = 20,
        };
        return
        [
            new("every product that bad lists, but only what the list shows, also from PostgreSQL", list.EachSizeAsync),
            new("each image has its own address", products.ImagesAsync),
            new("compressed for clients that accept it, and only for them", products.CompressionAsync),
            new("refuses bad input", list.BadInputAsync),
            new("another server answers the same, from its first request on", list.SecondServerAsync),
            new("many visitors at once get the same lists", list.AtOnceAsync),
            new("shows each change at once", token => list.ChangesAsync(ProductsCheck.Changes, token)),
            new("the address of an image stays until the image changes", products.AddressesStayAsync),
            new("a row that is deleted during a request does no harm", list.DeletedMeanwhileAsync),
            new("the same order, whatever plan PostgreSQL chooses", list.OtherPlanAsync),
            new("an empty table is an empty list", token => list.EmptyAsync("products", token))
            {
                EmptiesTables = true,
            },
        ];
    }

    public override IReadOnlyList<StretchGoal> StretchGoals(World world)
        => [new(2, "a client that has the list already gets a 304", new ProductsCheck(world).HasETagAsync)];
}
