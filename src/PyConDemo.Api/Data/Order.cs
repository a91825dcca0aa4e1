namespace PyConDemo.Api.Data;

public class Order
{
    public long Id { get; set; }

    /// <summary>UTC. Several orders share one, so that only (CreatedAt, Id) is an order without ties.</summary>
    public DateTime CreatedAt { get; set; }

    public int UserId { get; set; }
    public int ItemCount { get; set; }

    /// <summary>delivered, shipped, paid, cancelled, pending or refunded; most are delivered.</summary>
    public string Status { get; set; } = "";

    /// <summary>In NGN.</summary>
    public decimal Amount { get; set; }
}
