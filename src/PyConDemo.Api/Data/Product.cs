namespace PyConDemo.Api.Data;

/// <summary>A product has as many fields as in a real shop. A list shows five of them.</summary>
public class Product
{
    public int Id { get; set; }
    public string Sku { get; set; } = "";
    public string Name { get; set; } = "";
    public string Brand { get; set; } = "";
    public string Category { get; set; } = "";

    /// <summary>In naira (NGN).</summary>
    public decimal Price { get; set; }

    /// <summary>In naira (NGN).</summary>
    public decimal CostPrice { get; set; }

    public string Description { get; set; } = "";

    /// <summary>A JSON object.</summary>
    public string Specs { get; set; } = "{}";

    public string Supplier { get; set; } = "";
    public string WarehouseNotes { get; set; } = "";
    public string Barcode { get; set; } = "";
    public int WeightGrams { get; set; }
    public string Dimensions { get; set; } = "";
    public string TaxClass { get; set; } = "";
    public string SeoTitle { get; set; } = "";
    public string SeoDescription { get; set; } = "";
    public string ReturnPolicy { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public DateTime UpdatedAt { get; set; }

    /// <summary>A JPEG of 40–80 kB, different for each product.</summary>
    public byte[] Image { get; set; } = [];

    public string ImageType { get; set; } = "";

    /// <summary>The SHA-256 of the image, in lower-case hex.</summary>
    public string ImageHash { get; set; } = "";
}
