using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>One picture of the gallery with the words beside it.</summary>
/// <param name="Name">The name of its files.</param>
/// <param name="Heading">Its heading in the page.</param>
/// <param name="Published">What the published figure shows, or what the mark is for.</param>
/// <param name="Drawn">What ours is drawn from.</param>
/// <param name="Chart">The picture.</param>
internal sealed record GalleryFigure(string Name, string Heading, string Published, string Drawn, Chart Chart)
{
    /// <summary>The picture with what it is drawn from as its caption, so that it does not lose that where it is shown alone.</summary>
    public Chart Captioned => Chart.Caption.IsEmpty ? Chart with { Caption = Drawn } : Chart;
}
