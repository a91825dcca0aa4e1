namespace PyConDemo.Api.Data;

public class Order
{
    public long Id { get; set; }

    /// <summary>UTC. Several orders have the same value, so only (CreatedAt, Id) is a unique order.</summary>
    public DateTime CreatedAt { get; set; }

    public int UserId { get; set; }
    public int ItemCount { get; set; }

    /// <summary>One of delivered, shipped, paid, cancelled, pending and refunded. Most orders are delivered.</summary>
    public string Status { get; set; } = "";

    /// <summary>In naira (NGN).</summary>
    public decimal Amount { get; set; }
}
