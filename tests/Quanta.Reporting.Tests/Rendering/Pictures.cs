using Microsoft.Playwright;

namespace Quanta.Reporting.Tests.Rendering;

/// <summary>How far two pictures of one size are apart.</summary>
/// <param name="Changed">The share of pixels that have no pixel like them in the other picture, at their place or next to it.</param>
/// <param name="Mean">The mean difference of all pixels and channels, in levels of 256.</param>
internal readonly record struct PictureDifference(double Changed, double Mean);

/// <summary>Renders and compares pictures in a browser, which knows how to decode them.</summary>
internal static class Pictures
{
    // Levels of 256 in the worst channel. Two rasterisers put up to this much more or less of an edge into a pixel.
    private const int LevelsAlike = 32;

    private const string Compare = """
        async ([first, second, alike]) => {
          const read = async png => {
            const image = new Image();
            image.src = 'data:image/png;base64,' + png;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            return context.getImageData(0, 0, image.width, image.height);
          };
          const [a, b] = [await read(first), await read(second)];
          if (a.width !== b.width || a.height !== b.height) return [1, 255];
          const apart = (p, i, q, j) => Math.max(Math.abs(p[i] - q[j]), Math.abs(p[i + 1] - q[j + 1]), Math.abs(p[i + 2] - q[j + 2]));
          const isMissing = (p, q, x, y) => {
            for (let v = Math.max(0, y - 1); v <= Math.min(a.height - 1, y + 1); v++)
              for (let u = Math.max(0, x - 1); u <= Math.min(a.width - 1, x + 1); u++)
                if (apart(p, 4 * (y * a.width + x), q, 4 * (v * a.width + u)) <= alike) return false;
            return true;
          };
          let [changed, sum] = [0, 0];
          for (let y = 0; y < a.height; y++)
            for (let x = 0; x < a.width; x++) {
              const i = 4 * (y * a.width + x);
              for (let c = 0; c < 3; c++) sum += Math.abs(a.data[i + c] - b.data[i + c]);
              if (isMissing(a.data, b.data, x, y) || isMissing(b.data, a.data, x, y)) changed++;
            }
          return [changed / (a.width * a.height), sum / (3 * a.width * a.height)];
        }
        """;

    /// <summary>The picture of an SVG as PNG, one pixel a CSS pixel.</summary>
    public static async Task<byte[]> RenderAsync(IPage page, string svg)
    {
        await page.SetContentAsync("<!doctype html><style>body{margin:0;background:#fff}svg{display:block}</style>" + svg);
        return await page.Locator("svg").ScreenshotAsync();
    }

    /// <summary>Compares two PNGs; pictures of different sizes are as far apart as can be.</summary>
    public static async Task<PictureDifference> CompareAsync(IPage page, byte[] first, byte[] second)
    {
        var difference = await page.EvaluateAsync<double[]>(Compare, new object[] { Convert.ToBase64String(first), Convert.ToBase64String(second), LevelsAlike });
        return new PictureDifference(difference[0], difference[1]);
    }
}
