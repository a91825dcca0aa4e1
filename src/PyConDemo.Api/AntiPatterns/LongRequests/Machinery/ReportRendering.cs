namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

public static class ReportRendering
{
    /// <summary>Registers the engine that was compiled in: PdfPig, or QuestPDF when built with PdfEngine=QuestPDF.</summary>
    public static IServiceCollection AddReportRenderer(this IServiceCollection services) =>
#if PDF_ENGINE_QUESTPDF
        services.AddSingleton<IReportRenderer, QuestPdfReportRenderer>();
#else
        services.AddSingleton<IReportRenderer, PdfPigReportRenderer>();
#endif
}
